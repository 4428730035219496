"""Against the pipeline of the LangChain tutorial: ``python -m evals.tutorial`` times both on the same questions.

The tutorial ("Build a Retrieval Augmented Generation (RAG) App", python.langchain.com): chunks of 1,000 characters with
200 of overlap, the four nearest put before the model in one prompt. The same embedding model, the same chat model, the
same run, question by question in turn.
"""

import argparse
import statistics
import sys
import tempfile
import time

from langchain_core.documents import Document
from langchain_core.messages import HumanMessage
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_text_splitters import RecursiveCharacterTextSplitter

from chat.ask import ask
from chat.models import find_model
from chat.settings import load_settings, stay_local
from evals.documents import DEFAULT_SUITE, prepare
from evals.suite import load_suite
from vectorstore.models import BUNDLED, embedding_model
from vectorstore.store import open_store

PROMPT = """You are an assistant for question-answering tasks. Use the following pieces of retrieved context to answer \
the question. If you don't know the answer, just say that you don't know. Use three sentences maximum and keep the \
answer concise.
Question: {question}
Context: {context}
Answer:"""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--model", default="builtin")
    parser.add_argument("--questions", type=int, default=30)
    arguments = parser.parse_args()
    stay_local()
    settings = load_settings(model=arguments.model)
    model = find_model(arguments.model, settings)
    if model.open is None:
        parser.error("quotes asks no model: name another with --model")
    suite = load_suite(DEFAULT_SUITE).sample(arguments.questions, seed=0)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder, BUNDLED)
        prepare(suite, store)
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        chunks = splitter.split_documents([Document(entry.source.text) for entry in store.entries()])
        nearest = InMemoryVectorStore(embedding_model(BUNDLED).embeddings)
        nearest.add_documents(chunks)
        chat = model.open().chat
        ask("Who is it about?", store, model)  # loads what is loaded on first use
        tutorial, ours = [], []
        for case in suite.cases:
            start = time.perf_counter()
            context = "\n\n".join(found.page_content for found in nearest.similarity_search(case.question, k=4))
            chat.invoke([HumanMessage(PROMPT.format(question=case.question, context=context))])
            tutorial.append(time.perf_counter() - start)
            ours.append(ask(case.question, store, model, history=case.history).timings.total_s)
        store.close()
    for name, seconds in (("tutorial", tutorial), ("briefing", ours)):
        sys.stdout.write(f"{name}: median {statistics.median(seconds):.1f} s, longest {max(seconds):.1f} s\n")
    ratio = statistics.median(ours) / statistics.median(tutorial)
    sys.stdout.write(f"{len(ours)} questions; briefing takes {ratio:.2f} of the tutorial's time, median by median\n")


if __name__ == "__main__":
    main()
