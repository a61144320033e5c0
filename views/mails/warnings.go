package mails

import (
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/views"
)

// Warnings tell the owner what happened, with a link for whoever it was not.

func happened(site views.Site, e letter.Event) string {
	where := e.Browser
	if e.Network != "" {
		where += ", from the network " + e.Network
	}
	return "It happened on " + site.Moment(e.At) + ", with " + where + "."
}

func warning(site views.Site, token, subject string, paragraphs ...string) body {
	return body{
		Subject: subject,
		Paragraphs: append(
			paragraphs,
			"If this was you, you do not need to do anything. If not, end all sessions right away, then choose a new password.",
		),
		Link: site.BaseURL + "/sessions/end?token=" + token, LinkText: "This was not me: end all sessions",
		After: "The link works for 7 days.",
	}
}

func sessionReused(site views.Site, l letter.SessionReused, token string) body {
	return warning(
		site,
		token,
		"We ended one of your sessions at "+site.Name,
		"Someone used a key to one of your sessions that was replaced long ago. It may have been copied, so we ended that session. "+happened(site, l.Event),
	)
}

func newDevice(site views.Site, l letter.NewDevice, token string) body {
	return warning(site, token, "A new login to your account at "+site.Name,
		"Someone logged in to your account with a browser that we have not seen before. "+happened(site, l.Event))
}

func manyFailures(site views.Site, l letter.ManyFailures, token string) body {
	return warning(
		site,
		token,
		"Someone is trying to guess your password at "+site.Name,
		"There were many attempts to log in to your account with a wrong password. None of them worked, and we slow down such guessing. The last one: "+site.Moment(
			l.At,
		)+".",
	)
}

func wrongCodes(site views.Site, l letter.WrongCodes, token string) body {
	return warning(
		site,
		token,
		"Someone may know your password at "+site.Name,
		"Someone entered your correct password, then wrong codes for your second factor several times. They did not get in. "+happened(site, l.Event),
	)
}

func passwordChanged(site views.Site, l letter.PasswordChanged, token string) body {
	return warning(site, token, "Your password at "+site.Name+" has changed",
		"Your account has a new password. "+happened(site, l.Event))
}

func addressAsked(site views.Site, l letter.AddressAsked, token string) body {
	return warning(
		site,
		token,
		"A new address for your account at "+site.Name,
		"Someone asked to change the address of your account to "+l.Address+". It changes once that address is confirmed; then we email you here, with a way to undo it. "+happened(site, l.Event),
	)
}

func recoveryUsed(site views.Site, l letter.RecoveryUsed, token string) body {
	return warning(site, token, "A recovery code was used at "+site.Name,
		"Someone used one of your recovery codes. It cannot be used again. "+happened(site, l.Event))
}

func factorsRemoved(site views.Site, _ letter.FactorsRemoved, token string) body {
	return warning(
		site,
		token,
		"Your second factors at "+site.Name+" were removed",
		"An admin removed all second factors from your account, and ended its sessions. You can log in with your password and set up new ones.",
	)
}

func factorChanged(site views.Site, l letter.FactorChanged, token string) body {
	return warning(site, token, "The way you log in to "+site.Name+" has changed",
		factorWords[l.Action]+" "+happened(site, l.Event))
}

var factorWords = map[activity.Action]string{
	activity.TOTPAdded:      "An authenticator app was added to your account.",
	activity.TOTPRemoved:    "The authenticator app was removed from your account.",
	activity.CodesMade:      "New recovery codes were generated for your account. The old ones no longer work.",
	activity.PasskeyAdded:   "A passkey was added to your account.",
	activity.PasskeyCopied:  "Someone used what may be a copy of one of your passkeys. We did not let them in. Please remove that passkey and make a new one.",
	activity.PasskeyRemoved: "A passkey was removed from your account.",
}
