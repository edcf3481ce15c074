"""The lit format of this folder: one test for each file of stdlib."""
import os

import lit.formats
import lit.Test
from doc_examples import check_file


class LibraryFiles(lit.formats.base.TestFormat):
    def __init__(self, library, flowc):
        self.library = library
        self.flowc = flowc

    def getTestsInDirectory(self, suite, path_in_suite, lit_config, local_config):
        for name in sorted(os.listdir(self.library)):
            if name.endswith(".flow"):
                yield lit.Test.Test(suite, path_in_suite + (name,), local_config,
                                    file_path=os.path.join(self.library, name))

    def execute(self, test, lit_config):
        problems, count = check_file(test.file_path, self.flowc)
        code = lit.Test.FAIL if problems else lit.Test.PASS
        return lit.Test.Result(code, "\n".join(problems) or f"{count} examples")
