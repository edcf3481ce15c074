"""The lit format of this folder: one test for each page of the manual that has examples."""
import os

import lit.formats
import lit.Test
from examples import Page


class ManualPages(lit.formats.base.TestFormat):
    def __init__(self, docs, flowc):
        self.docs = docs
        self.flowc = flowc

    def getTestsInDirectory(self, suite, path_in_suite, lit_config, local_config):
        for folder, _, names in sorted(os.walk(self.docs)):
            for name in sorted(names):
                path = os.path.join(folder, name)
                if name.endswith(".md") and "```flow" in open(path, encoding="utf-8").read():
                    relative = os.path.relpath(path, self.docs)
                    yield lit.Test.Test(suite, path_in_suite + tuple(relative.split(os.sep)), local_config,
                                        file_path=path)

    def execute(self, test, lit_config):
        page = Page(test.file_path, self.flowc).check()
        code = lit.Test.FAIL if page.problems else lit.Test.PASS
        return lit.Test.Result(code, "\n".join(page.problems) or f"{page.examples} examples")
