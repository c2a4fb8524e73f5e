#pragma once

#include "credentials/exchange/IdentityServices.h"
#include "settings/PoolProfile.h"

namespace sessionbook {

class SignIns;

/// Where somebody shall sign in, and what with; what is borrowed outlives the question.
struct SignInQuestion
{
    PoolSignIn initial; ///< its account, if any, is proposed
    SignIns &signIns; ///< gets who signed in
    IdentityServices services;
};

} // namespace sessionbook
