package program

// These say what the program does and what it does not do. No code branches on them: the test that
// [Facts] names compares each with what happens.
const (
	RefundEndsPlan            = true  // at once, where the payment of the current period goes back in full
	RefundEndsPurchase        = true  // what was bought once ends with a full refund
	CancellingEndsAccess      = false // access goes on to the end of what is paid
	DeletionCancelsPlan       = true  // it does not renew after its owner asked for the deletion
	AuditLoginsSealed         = true  // with a key that is not in the database
	AuditLoginsReported       = false // in no report, picture, copy or log
	AuditLoginsEndWithAudit   = true  // in the transaction in which the audit ends
	DeletionReachesStripe     = true  // the customer of a deleted account is deleted there
	ActivityLogDeleted        = false // by the program, ever
	LogNetworksErased         = true  // with the account: networks, browsers and reasons in the activity log
	AdminReasonsShown         = true  // to the owner of the account, on the page and in the copy of the data
	EditorialChangesMailed    = false // to members who did not subscribe
	VersionsReadable          = true  // every published version of a policy in its original language
	ConsentRecordsNameVisitor = false
	FullAddressesStored       = false // of sessions and of the activity log: the last part is left out
	LogOutEndsSession         = true  // at once, on this instance
)
