"""What somebody might do to a signed file: sections behind its end, as any PDF program writes them."""

import io
from collections.abc import Callable

from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, StreamObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

Change = Callable[[IncrementalPdfFileWriter], object]


def changed(data: bytes, change: Change) -> bytes:
    """Return *data* with a further section in which *change* was made."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    made = io.BytesIO()
    writer.write(made)  # type: ignore[no-untyped-call]
    return made.getvalue()


def add_note(writer: IncrementalPdfFileWriter) -> None:
    """Lay a text over the page."""
    page = writer.find_page_for_modification(0)[0]  # type: ignore[no-untyped-call]
    note = DictionaryObject(  # type: ignore[no-untyped-call]
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Contents"): pdf_string("ยกเลิก"),
            pdf_name("/DA"): pdf_string("/Helv 12 Tf"),
            pdf_name("/Rect"): ArrayObject(map(NumberObject, (80, 500, 300, 700))),
        }
    )
    page.get_object()["/Annots"].append(writer.add_object(note))
    writer.update_container(page.get_object()["/Annots"])
    writer.mark_update(page)


def add_contents(writer: IncrementalPdfFileWriter) -> None:
    """Write over the page."""
    red = writer.add_object(StreamObject(stream_data=b"1 0 0 rg 80 500 200 200 re f"))
    writer.add_stream_to_page(0, red)  # type: ignore[no-untyped-call]


def add_attachment(writer: IncrementalPdfFileWriter) -> None:
    """Attach a further file."""
    file = EmbeddedFileObject.from_file_data(writer, b"{}")
    embed_file(writer, FileSpec(file_spec_string="letter2.json", embedded_data=file))


def change_title(writer: IncrementalPdfFileWriter) -> None:
    """Write another title."""
    title = DictionaryObject({pdf_name("/Title"): pdf_string("หนังสืออื่น")})  # type: ignore[no-untyped-call]
    writer.set_info(title)
