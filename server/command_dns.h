/**
 * The records of a domain by which calendar programs find the server (RFC 6764,
 * RFC 7808 4.2.1).
 */
#ifndef SERVER_COMMAND_DNS_H
#define SERVER_COMMAND_DNS_H

struct command_context;

/** dns DOMAIN: print them as lines of a zone file. The server's own address is
 *  the setting public_url, else that of the domain by HTTPS. */
int command_dns(struct command_context *context);

#endif
