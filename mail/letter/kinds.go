package letter

import "slices"

// kinds lists every kind of mail.
var kinds = []Content{
	ConfirmAddress{},
	AddressTaken{},
	SignUpAgain{},
	ResetPassword{},
	LoginLink{},
	ConfirmNewAddress{},
	AddressChanged{},
	AddressIsYours{},
	ExportReady{},
	DeletionAsked{},
	AccountErased{},
	RoleChanged{},

	SessionReused{},
	NewDevice{},
	ManyFailures{},
	WrongCodes{},
	PasswordChanged{},
	AddressAsked{},
	FactorChanged{},
	FactorsRemoved{},
	RecoveryUsed{},

	ConfirmSubscription{},
	AlreadySubscribed{},
	PolicyChanged{},
	PolicyWithdrawn{},

	Receipt{},
	PaymentFailed{},
	PaymentUnderWay{},
	PaymentToConfirm{},
	Refunded{},
	PlanCancelled{},
	PlanEnded{},
	TrialBegun{},
	TrialRefused{},
	TrialEnding{},
	RenewalAhead{},
	CardExpiring{},
	BillingAlert{},

	AuditFound{},
	SiteDrifted{},
	SitesPause{},
}

var byKind = indexByKind()

func indexByKind() map[Kind]Content {
	index := make(map[Kind]Content, len(kinds))
	for _, c := range kinds {
		index[c.Kind()] = c
	}
	return index
}

// Kinds returns an empty struct of every kind of mail.
func Kinds() []Content { return slices.Clone(kinds) }
