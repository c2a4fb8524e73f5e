#pragma once

#include "credentials/CredentialSource.h"

#include <memory>
#include <optional>
#include <vector>

namespace sessionbook {

/// The sources of one identity in the order in which they are asked; the chains of all its
/// audiences share them, and which of them worked. defaults/DefaultSources makes them.
class CredentialSources
{
public:
    using List = std::vector<std::unique_ptr<CredentialSource>>;

    explicit CredentialSources(List sources = {})
        : m_sources(std::move(sources))
    {
    }

    [[nodiscard]] std::size_t count() const { return m_sources.size(); }
    [[nodiscard]] CredentialSource &at(std::size_t index) { return *m_sources[index]; }
    /// The one that had a token last; it is asked first.
    [[nodiscard]] std::optional<std::size_t> remembered() const { return m_remembered; }
    void remember(std::optional<std::size_t> index) { m_remembered = index; }

private:
    List m_sources;
    std::optional<std::size_t> m_remembered;
};

} // namespace sessionbook
