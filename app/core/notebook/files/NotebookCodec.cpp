#include "notebook/files/NotebookCodec.h"

#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"

namespace sessionbook {

Result<NotebookData> NotebookCodec::read(const QByteArray &bytes, DocumentFormat format)
{
    switch (format) {
    case DocumentFormat::Notebook:
        break;
    }
    return IpynbReader::read(bytes);
}

QList<ByteSlice> NotebookCodec::write(const NotebookData &notebook, DocumentFormat format)
{
    switch (format) {
    case DocumentFormat::Notebook:
        break;
    }
    return IpynbWriter::pieces(notebook);
}

} // namespace sessionbook
