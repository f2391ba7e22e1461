"""An address of each kind of page of the sample."""

STORY = "/2020/09/mark-ruffalo-second-emmy-k7m2rq9x/"

PAGES = {
    "front": "/",
    "section": "/news/awards/",
    "story": STORY,
    "story with boxes": "/2020/09/watchmen-ends-with-eleven-h8n4fw6c/",
    "person": "/people/mark-ruffalo/",
    "thin person": "/people/walter-cronkite/",
    "production": "/productions/i-know-this-much-is-true/",
    "novel": "/productions/i-know-this-much-is-true-novel/",
    "company": "/companies/hbo/",
    "awards": "/awards/",
    "award": "/awards/emmys/",
    "ceremony": "/awards/emmys/2020/",
    "category": "/awards/emmys/categories/lead-actor-limited-series-or-movie/",
    "tag": "/tags/emmys-2020/",
    "author": "/authors/ines-calloway/",
    "list": "/best-of/the-call-sheet/",
    "corrections": "/corrections/",
    "missing": "/people/nobody-of-this-name/",
}
