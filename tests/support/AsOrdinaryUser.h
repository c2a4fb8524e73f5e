#pragma once

#include <unistd.h>

namespace sessionbook {

/// While it lives, the process has the rights of the user nobody where it was started by root: what
/// permissions forbid can then be tested by root too. Changes nothing for an ordinary user.
class AsOrdinaryUser
{
public:
    AsOrdinaryUser()
        : m_wasRoot(::getuid() == 0)
    {
        if (m_wasRoot)
            m_hasChanged = ::setresuid(nobody, nobody, 0) == 0;
    }
    ~AsOrdinaryUser()
    {
        if (m_hasChanged && ::setresuid(0, 0, 0) != 0)
            ::_exit(1);
    }
    AsOrdinaryUser(const AsOrdinaryUser &) = delete;
    AsOrdinaryUser &operator=(const AsOrdinaryUser &) = delete;

    /// False where root could not step down: what is tested would be allowed after all.
    [[nodiscard]] bool isOrdinary() const { return m_hasChanged || !m_wasRoot; }

private:
    static constexpr uid_t nobody = 65534;

    bool m_wasRoot;
    bool m_hasChanged = false;
};

} // namespace sessionbook
