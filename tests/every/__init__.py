"""What must hold for every partnership there is; a new one is tested without telling any test.

`CSPR_TEST_HOME` names another folder with `templates/` and `inputs/` whose partnerships are tested
in place of those of the checkout.
"""

import os
from pathlib import Path

from pipeline.profiles import partnerships

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = Path(os.environ.get("CSPR_TEST_HOME", ROOT))
PARTNERSHIPS = partnerships(HOME / "templates")
