package mails

import (
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/views"
)

// writers holds the function that writes each kind of mail.
var writers = indexByKind(
	on(confirmAddress),
	on(addressTaken),
	on(signUpAgain),
	on(resetPassword),
	on(loginLink),
	on(confirmNewAddress),
	on(addressChanged),
	on(addressIsYours),
	on(exportReady),
	on(deletionAsked),
	on(accountErased),
	on(roleChanged),

	on(sessionReused),
	on(newDevice),
	on(manyFailures),
	on(wrongCodes),
	on(passwordChanged),
	on(addressAsked),
	on(factorChanged),
	on(factorsRemoved),
	on(recoveryUsed),

	on(confirmSubscription),
	on(alreadySubscribed),
	on(policyChanged),
	on(policyWithdrawn),

	on(receipt),
	on(paymentFailed),
	on(paymentUnderWay),
	on(paymentToConfirm),
	on(refunded),
	on(planCancelled),
	on(planEnded),
	on(trialBegun),
	on(trialRefused),
	on(trialEnding),
	on(renewalAhead),
	on(cardExpiring),
	on(billingAlert),

	on(auditFound),
	on(siteDrifted),
	on(sitesPause),
)

// writer is the function for one kind.
type writer struct {
	kind  letter.Kind
	write func(site views.Site, c letter.Content, token string) body
}

// on returns the writer for the kind whose struct the function takes.
func on[T letter.Content](write func(site views.Site, l T, token string) body) writer {
	var empty T
	return writer{empty.Kind(), func(site views.Site, c letter.Content, token string) body {
		return write(site, c.(T), token)
	}}
}

func indexByKind(all ...writer) map[letter.Kind]func(views.Site, letter.Content, string) body {
	index := map[letter.Kind]func(views.Site, letter.Content, string) body{}
	for _, w := range all {
		index[w.kind] = w.write
	}
	return index
}
