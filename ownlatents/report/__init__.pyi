from .pictures import drawings as drawings
from .rendering import page as page
