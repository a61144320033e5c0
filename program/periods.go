package program

import "time"

const day = 24 * time.Hour

// These are how long something is stored. The code that deletes it reads them here.
const (
	SessionsKept                 = 90 * day // after they ended
	UnconfirmedSignUpsKept       = 30 * day // after the sign-up
	ExpiredLinksKept             = day      // after they expired
	AttemptsKept                 = 7 * day  // after the last one
	ExportsKept                  = day      // after they were made
	UnconfirmedSubscriptionsKept = 7 * day  // after the address was last asked for
	SentMailsKept                = day      // as every job, after it was done
	FailedMailsKept              = 30 * day // as every job, after the last try
	BounceMarksKept              = 90 * day // after the address last refused a mail
	BackupsKept                  = 30 * day // after they were made
	AuditReportsKept             = 90 * day // after the audit was asked for
	AuditLoginsKept              = day      // after they were given for one audit, which deletes them when it ends
	ClientAddressesKept          = 5 * time.Minute
	TrialMarksKept               = 365 * day // after the trial began
	// DeletedWebsitesKept is how long a website can be brought back that its owner deleted.
	DeletedWebsitesKept = 7 * day
	// WebsitesWithoutPlanKept is how long a website is kept that its owner took no plan for.
	WebsitesWithoutPlanKept = 30 * day
	// LooksAtWebsitesKept is how long the result is kept that somebody without an account asked for.
	LooksAtWebsitesKept = 7 * day
	// AbuseReportsKept is how long a report of a page is kept that was dealt with.
	AbuseReportsKept = 90 * day
)

// AuditPicturesKept is of how many audits the pictures are kept.
const AuditPicturesKept = 20

// ConsentRecordsKept is three years, one of which has 366 days. The database lets none go before.
const ConsentRecordsKept = 1096 * day

// PaymentRecordsKept is ten years after the account was deleted, three of which have 366 days: no
// law that asks for records of sales asks for longer. While there is an account they are its own.
const PaymentRecordsKept = 3653 * day

// DeletionDelay is how long the owner of an account can take its deletion back.
const DeletionDelay = 7 * day

// MinPasswordLength is in characters.
const MinPasswordLength = 12
