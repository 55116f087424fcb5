/**
 * Rows of money documents, as one client's export and the practice's have
 * them.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_ROWS_PRIVATE_H
#define PRACTICE_TRANSFER_EXPORT_ROWS_PRIVATE_H

#include "practice/transfer/export_run_private.h"
#include "store/invoice.h"
#include "store/payment.h"

#define EXPORT_INVOICE_COLUMNS \
	"id,client,number,status,to,issued,voided,charge,tax,total,settled"
#define EXPORT_LINE_COLUMNS \
	"invoice,date,session,service,minutes,label,credit,charge,tax_bp,tax"
#define EXPORT_PAYMENT_COLUMNS \
	"id,client,date,method,amount,refunded,allocated,entered,voided"
#define EXPORT_REFUND_COLUMNS "id,payment,date,amount,entered"

/** client: its word. */
void export_invoice_row(const struct export_run *export, struct csv_out *csv,
			const char *client, const struct invoice *invoice);
void export_line_rows(const struct export_run *export, struct csv_out *csv,
		      const struct invoice *invoice);
void export_payment_row(const struct export_run *export, struct csv_out *csv,
			const char *client, const struct payment *payment);
void export_refund_row(const struct export_run *export, struct csv_out *csv,
		       const struct refund *refund);

#endif
