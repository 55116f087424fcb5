/**
 * What is written down of logins: when a device's token was used last and by
 * which program, and which programs are turned away. Worth a note, never worth
 * failing a request for, nor waiting for a lock.
 */
#ifndef SERVER_LOGIN_NOTE_H
#define SERVER_LOGIN_NOTE_H

#include "server/exchange.h"
#include "store/store.h"

/** The login was right. */
void login_note_right(struct store *store, struct exchange *exchange);
/** It was wrong; the failure that is answered stays the operation's. */
void login_note_wrong(struct store *store, struct exchange *exchange);

#endif
