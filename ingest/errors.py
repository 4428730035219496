"""Every error that Briefing raises for a reader to mend.

    BriefingError
    ├── SettingsError        a flag, BRIEFING_* variable or briefing.toml says something unusable
    ├── IngestError          a file can't be read as a document
    │   └── UnsupportedFile  no parser for this kind of file
    ├── StoreError           the vector store can't be opened, read or written
    │   ├── UnknownDocument  no such document in the store
    │   └── IndexMismatch    the index was made with another embedding model
    ├── EmbeddingError       the embedding model can't be found, checked or loaded
    ├── ReaderError          the small model that reads sentences for a question can't be loaded
    ├── ModelError           a chat model can't answer
    │   ├── UnknownModel     the name means nothing, or the server doesn't have it
    │   ├── ModelMissing     the built-in model, or a GGUF file, is not on this machine (yet)
    │   ├── ModelDown        nothing answers where the model should be
    │   └── ModelTooSlow     the model took longer than the time it is given
    ├── DownloadError        the built-in model could not be fetched
    └── ConversationError    a conversation can't be kept on disk, or read from it

The message of each is one line that says what is wrong and what to do. Exceptions of other libraries are
translated into these once, where the library is called; whatever else escapes is a bug and keeps its traceback.
"""


class BriefingError(Exception):
    """A failure that the reader can mend; its message says how."""


class SettingsError(BriefingError):
    """A setting is unknown or has a value that can't be used."""


class IngestError(BriefingError):
    """A file can't be read as a document."""


class UnsupportedFile(IngestError):
    """There is no parser for this kind of file."""


class StoreError(BriefingError):
    """The vector store can't be opened, read or written."""


class UnknownDocument(StoreError):
    """The store holds no document of this name."""


class IndexMismatch(StoreError):
    """The index was made with another embedding model."""


class EmbeddingError(BriefingError):
    """The embedding model can't be found, checked or loaded."""


class ReaderError(BriefingError):
    """The small model that reads sentences for a question can't be loaded."""


class ModelError(BriefingError):
    """A chat model can't answer."""


class UnknownModel(ModelError):
    """The name of the model means nothing here, or its server doesn't have it."""


class ModelMissing(ModelError):
    """The model's file is not on this machine (yet)."""


class ModelDown(ModelError):
    """Nothing answers where the model should be."""


class ModelTooSlow(ModelError):
    """The model took longer than the time it is given."""


class DownloadError(BriefingError):
    """The built-in model could not be fetched."""


class ConversationError(BriefingError):
    """A conversation can't be kept on disk, or read from it."""
