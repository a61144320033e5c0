package emulator

import "github.com/prokken/prokken/billing/emulator/objects"

type (
	// Payment is what a customer does on the hosted page.
	Payment = objects.Payment
	// Address is a billing address as it is typed.
	Address = objects.TypedAddress
	// Outcome is how paying ended.
	Outcome = objects.Outcome
	// Switches make the emulator behave as badly as the net can.
	Switches = objects.Switches
)

// BankDebit is the payment method that pays later, in the place of a card's number.
const BankDebit = objects.BankDebit

// The ways in which paying can end.
const (
	Completed  = objects.Completed
	Processing = objects.Processing
	NeedsSCA   = objects.NeedsSCA
	Declined   = objects.Declined
	Invalid    = objects.Invalid
	Expired    = objects.Expired
	Unknown    = objects.Unknown
)
