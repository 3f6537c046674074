"""A ReportLab canvas that writes a tagged PDF: every mark on a page belongs to an element.

A screen reader follows the elements in their order; page numbers and rules are artifacts that it
passes over (ISO 32000-1, 14.7 and 14.8). An element that goes on over a page keeps being one.
"""

from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas


@dataclass(eq=False, slots=True)
class Element:
    """One element of the structure, such as a heading: its role and where its marks stand."""

    role: str
    #: What to read aloud where the signs are drawn in another order than they are read in.
    spoken: str = ""
    #: Where it is another one than the document's.
    language: str = ""
    #: Page and number of each stretch of marks, in order.
    marks: list[tuple[int, int]] = field(default_factory=list)
    #: Links inside it: the page, and the annotation.
    links: list[tuple[int, Any]] = field(default_factory=list)


class TaggedCanvas(Canvas):
    """Remembers what each element drew, and writes the structure when the file is saved."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._elements: list[Element] = []
        self._owners: dict[int, list[Element]] = {}
        self._links_before = 0

    def begin_element(self, element: Element) -> None:
        """Let what is drawn from here on belong to the element."""
        if element not in self._elements:
            self._elements.append(element)
        page = self.getPageNumber() - 1
        owners = self._owners.setdefault(page, [])
        element.marks.append((page, len(owners)))
        self.addLiteral(f"/{element.role} <</MCID {len(owners)}>> BDC")
        owners.append(element)
        self._links_before = len(self._annotationrefs)

    def end_element(self, element: Element) -> None:
        """End what belongs to the element, with the links that were drawn in it."""
        self.addLiteral("EMC")
        page = self.getPageNumber() - 1
        element.links += [(page, link) for link in self._annotationrefs[self._links_before :]]

    def begin_artifact(self) -> None:
        """Let what is drawn from here on be passed over by readers."""
        self.addLiteral("/Artifact BMC")

    def end_artifact(self) -> None:
        """End what is passed over."""
        self.addLiteral("EMC")

    def save(self) -> None:
        """Write the structure, then the file."""
        self._write_structure()
        super().save()

    def _write_structure(self) -> None:
        pages = self._doc.Pages.pages
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        whole = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName("Document")})
        root_reference, whole_reference = self._doc.Reference(root), self._doc.Reference(whole)
        references = {}
        link_parents: list[Any] = []
        for one in self._elements:
            node = PDFDictionary({"S": PDFName(one.role), "P": whole_reference})
            if one.spoken:
                node["ActualText"] = PDFString(one.spoken)
            if one.language:
                node["Lang"] = PDFString(one.language)
            references[one] = self._doc.Reference(node)
            links = [
                self._link(link, references[one], len(pages) + len(link_parents) + number)
                for number, link in enumerate(one.links)
            ]
            link_parents += links
            node["K"] = PDFArray([*(self._mark(*mark) for mark in one.marks), *links])
        whole["P"], whole["K"] = root_reference, PDFArray(list(references.values()))
        root["K"] = whole_reference
        root["ParentTree"] = self._parent_tree(references, link_parents)
        root["ParentTreeNextKey"] = len(pages) + len(link_parents)
        for number, page in enumerate(pages):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = number, PDFName("S")
        self.setCatalogEntry("StructTreeRoot", root_reference)
        self.setCatalogEntry("MarkInfo", PDFDictionary({"Marked": "true"}))

    def _mark(self, page: int, number: int) -> Any:
        reference = self._doc.Reference(self._doc.Pages.pages[page])
        return PDFDictionary({"Type": PDFName("MCR"), "Pg": reference, "MCID": number})

    def _link(self, link: tuple[int, Any], parent: Any, key: int) -> Any:
        """Make the element of a link, and tell the annotation where it belongs."""
        page, annotation = link
        drawn = self._doc.idToObject[annotation.name]
        drawn["StructParent"] = key
        drawn["Contents"] = drawn["A"]["URI"]
        target = PDFDictionary(
            {
                "Type": PDFName("OBJR"),
                "Obj": annotation,
                "Pg": self._doc.Reference(self._doc.Pages.pages[page]),
            }
        )
        return self._doc.Reference(
            PDFDictionary({"S": PDFName("Link"), "P": parent, "K": PDFArray([target])})
        )

    def _parent_tree(self, references: dict[Element, Any], links: list[Any]) -> Any:
        numbers: list[Any] = []
        for page in range(len(self._doc.Pages.pages)):
            owners = [references[one] for one in self._owners.get(page, ())]
            numbers += [page, PDFArray(owners)]
        for key, link in enumerate(links, start=len(self._doc.Pages.pages)):
            numbers += [key, link]
        return self._doc.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))

    def set_reading_preferences(self, title: str, author: str, language: str) -> None:
        """Name the document in its window and its language to whoever reads it aloud."""
        self.setTitle(title)
        self.setAuthor(author)
        self.setCreator("Claim Tracker")
        self.setCatalogEntry("Lang", PDFString(language))
        self.setCatalogEntry("ViewerPreferences", PDFDictionary({"DisplayDocTitle": "true"}))
