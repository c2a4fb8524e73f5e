#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace sessionbook {

/// Where and why a text is not JSON.
struct JsonFault
{
    qsizetype offset = 0;
    QString reason;
};

/// Walks a JSON text once, from front to back, and checks every byte of it on the way: what the
/// caller wants is entered, the rest is passed over whole and given as a slice. Nothing is decoded,
/// no memory is used; depth is bounded, recursion absent.
///
/// After a fault every function returns false or nothing. Reads what Python's json module reads:
/// NaN and the infinities and lone halves of surrogate pairs in escapes are accepted, as notebooks
/// hold them. The text must be valid UTF-8.
class JsonCursor
{
public:
    enum class Kind { Object, Array, String, Number, Literal, None };
    static constexpr int maxDepth = 1000;

    /// `text` must outlive the cursor.
    explicit JsonCursor(QByteArrayView text);

    /// What comes next; None at the end, at a closing bracket and after a fault.
    [[nodiscard]] Kind peek();
    /// Passes the opening brace; then nextMember() until it returns false, having passed the
    /// closing one.
    bool enterObject();
    /// True: key() is the member's name and the cursor stands before its value, which must be
    /// entered or taken.
    bool nextMember();
    /// The name as it stands in the text, quotes included.
    [[nodiscard]] QByteArrayView key() const { return m_key; }
    bool enterArray();
    bool nextElement();
    /// Passes one whole value and gives its text, without the space around it.
    QByteArrayView takeValue();
    /// Whether nothing but space is left.
    [[nodiscard]] bool atEnd();

    [[nodiscard]] const std::optional<JsonFault> &fault() const { return m_fault; }
    [[nodiscard]] const char *position() const { return m_at; }
    /// Whether any text so far was written as \uXXXX, and whether a number was NaN or infinite.
    [[nodiscard]] bool sawUnicodeEscape() const { return m_sawUnicodeEscape; }
    [[nodiscard]] bool sawNonFiniteNumber() const { return m_sawNonFiniteNumber; }

private:
    void skipSpace();
    bool open(char bracket);
    bool close(char bracket);
    bool takeKey();
    bool takeScalar();
    bool takeContainer();
    bool takeString();
    bool takeEscape();
    bool takeNumber();
    bool takeDigits();
    bool takeWord(QByteArrayView word);
    bool fail(const char *reason);

    const char *m_begin;
    const char *m_end;
    const char *m_at;
    QByteArrayView m_key;
    std::optional<JsonFault> m_fault;
    int m_depth = 0;
    bool m_atFirst = false; ///< directly behind an opening bracket
    bool m_sawUnicodeEscape = false;
    bool m_sawNonFiniteNumber = false;
};

} // namespace sessionbook
