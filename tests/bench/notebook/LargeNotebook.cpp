#include "bench/notebook/LargeNotebook.h"

#include "notebook/ipynb/IpynbReader.h"

#include <QFile>

#include <vector>

namespace sessionbook {

namespace {

struct Picture
{
    qsizetype begin = 0; ///< of the base64 within the cell's text
    qsizetype size = 0;
};

/// Where the first PNG of a cell lies in its text; size 0 where there is none.
Picture pictureOf(const QByteArray &cell)
{
    const qsizetype name = cell.indexOf("\"image/png\": \"");
    if (name < 0)
        return {};
    const qsizetype begin = name + 14;
    // Without the escaped line feed that old versions of Jupyter put at the end.
    qsizetype end = begin;
    while (end < cell.size() && cell.at(end) != '"' && cell.at(end) != '\\' && cell.at(end) != '=')
        ++end;
    return {begin, end - begin};
}

QByteArray withLongerPicture(const QByteArray &cell, qsizetype size)
{
    const Picture picture = pictureOf(cell);
    const QByteArray base64 = cell.sliced(picture.begin, picture.size);
    QByteArray longer = cell.first(picture.begin);
    longer.reserve(cell.size() + size);
    while (longer.size() < size)
        longer += base64.first(std::min(base64.size(), size - longer.size() + 4) / 4 * 4);
    return longer += cell.sliced(picture.begin + picture.size);
}

} // namespace

QByteArray LargeNotebook::madeFrom(const QString &model)
{
    QFile file(model);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto notebook = IpynbReader::read(file.readAll());
    if (!notebook)
        return {};
    std::vector<QByteArray> withPicture;
    std::vector<QByteArray> without;
    for (const Cell &cell : notebook->cells) {
        const QByteArray text = cell.originalJson.toByteArray();
        (pictureOf(text).size >= 1000 ? withPicture : without).push_back(text);
    }
    if (withPicture.empty() || without.empty())
        return {};

    QByteArray text = "{\n \"cells\": [\n";
    text.reserve(bytes + bytes / 20);
    constexpr int every = cells / pictures;
    for (int i = 0; i < cells; ++i) {
        const bool hasPicture = i % every == every - 1;
        const auto &from = hasPicture ? withPicture : without;
        const QByteArray &cell
            = from[static_cast<size_t>(i / (hasPicture ? every : 1)) % from.size()];
        // What is left to write, shared among the pictures that are left.
        const qsizetype share = (bytes - text.size()) / std::max(1, (cells - i) / every);
        text += i == 0 ? "  " : ",\n  ";
        text += hasPicture ? withLongerPicture(cell, share - 3000) : cell;
    }
    return text += "\n ],\n \"metadata\": {},\n \"nbformat\": 4,\n \"nbformat_minor\": 4\n}\n";
}

} // namespace sessionbook
