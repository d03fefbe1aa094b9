"""All settings; `env.py` is the only file that reads the environment."""

from backend.settings.core import *  # isort: skip
from backend.settings.api import *
from backend.settings.auth import *
from backend.settings.cache import *
from backend.settings.database import *
from backend.settings.logging import *
from backend.settings.mail import *
from backend.settings.security import *
from backend.settings.shop import *
from backend.settings.storage import *
from backend.settings.tasks import *
