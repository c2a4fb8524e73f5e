#include "notebook/files/NotebookCodec.h"

#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/percent/PercentReader.h"
#include "notebook/percent/PercentWriter.h"

namespace sessionbook {

Result<NotebookData> NotebookCodec::read(const QByteArray &bytes, DocumentFormat format)
{
    switch (format) {
    case DocumentFormat::PercentScript:
        return PercentReader::read(bytes);
    case DocumentFormat::Notebook:
        break;
    }
    return IpynbReader::read(bytes);
}

QList<ByteSlice> NotebookCodec::write(const NotebookData &notebook, DocumentFormat format)
{
    switch (format) {
    case DocumentFormat::PercentScript:
        return PercentWriter::pieces(notebook);
    case DocumentFormat::Notebook:
        break;
    }
    return IpynbWriter::pieces(notebook);
}

} // namespace sessionbook
