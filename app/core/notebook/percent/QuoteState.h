#pragma once

#include <QStringView>

namespace sessionbook {

/// Whether a line begins inside a text in three quotes, as Jupytext sees it: line by line, without
/// understanding more of Python. A value.
class QuoteState
{
public:
    [[nodiscard]] bool isOpen() const { return !m_triple.isNull(); }
    void read(QStringView line);

private:
    QChar m_triple;
};

} // namespace sessionbook
