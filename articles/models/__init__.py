"""Stories and what belongs to them."""

from articles.models.address import Address
from articles.models.article import Article, RelatedStory
from articles.models.byline import Author, Byline
from articles.models.correction import Correction, Update
from articles.models.curated_list import CuratedList, CuratedStory
from articles.models.mention import Mention
from articles.models.revision import Revision
from articles.models.section import Section
from articles.models.tag import Tag, TaggedStory, TagSynonym
from articles.models.working_copy import WorkingCopy

__all__ = [
    "Address",
    "Article",
    "Author",
    "Byline",
    "Correction",
    "CuratedList",
    "CuratedStory",
    "Mention",
    "RelatedStory",
    "Revision",
    "Section",
    "Tag",
    "TagSynonym",
    "TaggedStory",
    "Update",
    "WorkingCopy",
]
