#pragma once

#include <QWidget>

class QPlainTextEdit;

namespace sessionbook {

/// A command for a terminal, to be read, selected and copied.
class CommandLine : public QWidget
{
    Q_OBJECT
public:
    explicit CommandLine(QWidget *parent = nullptr);

    void setCommand(const QString &command);

private:
    QPlainTextEdit *m_text;
};

} // namespace sessionbook
