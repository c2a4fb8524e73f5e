#pragma once

#include "execution/RunState.h"
#include "notebook/Cell.h"

#include <QCoreApplication>
#include <QString>
#include <QTextStream>

#include <chrono>

namespace sessionbook {

/// What sessionbook-run tells on standard error: one line a cell, and while a cell runs a live line
/// where a terminal shows it.
///
/// Cells and what they raise are not trusted: control characters never reach the terminal.
class RunReport
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::RunReport)
public:
    /// `columns` 0: not a terminal, so no live line.
    RunReport(QTextStream &out, int columns);

    void begin(int codeCells);
    void cellBegan(int cellNumber, const QString &source);
    void cellGoesOn(std::chrono::milliseconds elapsed);
    /// For a free session; the pool is asked again after so long.
    void cellWaits(std::chrono::milliseconds untilNextTry);
    /// `isTolerated`: the failure was allowed for.
    void cellEnded(const Cell &cell, const CellRunInfo &info, bool isTolerated);
    void say(const QString &sentence, const QString &detail = {});

    [[nodiscard]] bool isLive() const { return m_columns > 0; }
    /// The first line that says something, short and without control characters.
    [[nodiscard]] static QString firstLine(const QString &source);
    /// "KeyError: 'x'": the last line of the last traceback among the outputs; empty where there is
    /// none.
    [[nodiscard]] static QString lastTracebackLine(const Cell &cell);

private:
    [[nodiscard]] QString place() const;
    void showLive(const QString &line);
    void writeLine(const QString &line);
    [[nodiscard]] QString reason(const Cell &cell, const CellRunInfo &info) const;

    QTextStream &m_out;
    int m_columns;
    int m_codeCells = 0;
    int m_ordinal = 0;
    int m_cellNumber = 0;
    QString m_firstLine;
};

} // namespace sessionbook
