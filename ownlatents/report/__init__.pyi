from .rendering import drawn as drawn
from .rendering import page as page
