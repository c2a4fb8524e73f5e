#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <optional>

struct XXH3_state_s;

namespace sessionbook {

/// What a file holds, in 24 bytes: XXH3 of 128 bits and the size. Tells that a file changed, not
/// that nobody meant to deceive: it is no cryptographic hash, and ten times as quick as one.
struct FileFingerprint
{
    quint64 high = 0;
    quint64 low = 0;
    qint64 sizeBytes = -1; ///< negative: of no file

    [[nodiscard]] static FileFingerprint of(QByteArrayView content);
    [[nodiscard]] bool isNull() const { return sizeBytes < 0; }

    /// 32 hexadecimal digits, a hyphen and the size, for files of ours and their names; empty where
    /// null.
    [[nodiscard]] QByteArray toText() const;
    /// Nothing where `text` is not what toText() gives.
    [[nodiscard]] static std::optional<FileFingerprint> fromText(QByteArrayView text);

    bool operator==(const FileFingerprint &) const = default;
};

/// Takes the fingerprint of a content that comes in parts. Usable from any thread, by one at a
/// time.
class FingerprintTaker
{
public:
    FingerprintTaker();
    ~FingerprintTaker();

    void add(QByteArrayView part);
    /// Of all that was added so far.
    [[nodiscard]] FileFingerprint fingerprint() const;

private:
    struct Deleter
    {
        void operator()(XXH3_state_s *state) const;
    };
    std::unique_ptr<XXH3_state_s, Deleter> m_state;
    qint64 m_sizeBytes = 0;
};

} // namespace sessionbook
