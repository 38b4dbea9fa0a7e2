"""Every view there is; what is rebuilt, shown, exported and tested goes through this list."""

from registry.views.book import Book
from registry.views.coverage import Coverage
from registry.views.find import Find
from registry.views.letters import Letters
from registry.views.links import Links
from registry.views.pending import Pending
from registry.views.structure import StructureView
from registry.views.timeline import Timeline
from registry.views.unanswered import Unanswered
from registry.views.view import View

VIEWS: tuple[type[View], ...] = (Book, Coverage, Find, Letters, Links, Pending, StructureView, Timeline, Unanswered)
