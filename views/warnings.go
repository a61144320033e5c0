package views

import (
	"github.com/prokken/prokken/models/activity"
)

// Warnings tell the owner what happened, with a link for whoever it was not.

func happened(f facts) string {
	where := f["browser"]
	if f["network"] != "" {
		where += ", from the network " + f["network"]
	}
	return "It happened on " + f["time"] + ", with " + where + "."
}

func warning(site Site, token, subject string, paragraphs ...string) mailContent {
	return mailContent{
		Subject: subject,
		Paragraphs: append(
			paragraphs,
			"If it was you, all is well. If it was not, end all sessions at once, then choose a new password.",
		),
		Link: site.BaseURL + "/sessions/end?token=" + token, LinkText: "It was not me: end all sessions",
		After: "The link works for 7 days.",
	}
}

func sessionReused(site Site, f facts, token string) mailContent {
	return warning(
		site,
		token,
		"We ended one of your sessions at "+site.Name,
		"A key to one of your sessions was used that had been replaced long ago. That can mean that someone copied it, so we ended that session. "+happened(
			f,
		),
	)
}

func newDevice(site Site, f facts, token string) mailContent {
	return warning(site, token, "A new log-in to your account at "+site.Name,
		"Someone logged in to your account with a browser that we have not seen before. "+happened(f))
}

func manyFailures(site Site, f facts, token string) mailContent {
	return warning(
		site,
		token,
		"Someone tries to guess your password at "+site.Name,
		"There were many log-ins to your account with a wrong password. None of them worked, and we slow such guessing down. The last one: "+f["time"]+".",
	)
}

func wrongCodes(site Site, f facts, token string) mailContent {
	return warning(
		site,
		token,
		"Someone may know your password at "+site.Name,
		"Someone typed wrong codes of your second factor several times, after your right password. They did not get in. "+happened(
			f,
		),
	)
}

func passwordChanged(site Site, f facts, token string) mailContent {
	return warning(site, token, "Your password at "+site.Name+" is changed",
		"Your account has a new password. "+happened(f))
}

func addressAsked(site Site, f facts, token string) mailContent {
	return warning(
		site,
		token,
		"A new address for your account at "+site.Name,
		"Someone asked to change the address of your account to "+f["address"]+". It changes once that address is confirmed; then we tell you here, with a way back. "+happened(
			f,
		),
	)
}

func recoveryUsed(site Site, f facts, token string) mailContent {
	return warning(site, token, "A recovery code was used at "+site.Name,
		"Someone used one of your recovery codes. It cannot be used again. "+happened(f))
}

func factorChanged(site Site, f facts, token string) mailContent {
	if f["what"] == string(activity.FactorsRemoved) {
		return warning(
			site,
			token,
			"Your second factors at "+site.Name+" are removed",
			"An admin removed all second factors from your account, and ended its sessions. You can log in with your password and set up new ones.",
		)
	}
	return warning(
		site,
		token,
		"The way you log in to "+site.Name+" is changed",
		factorWords[activity.Action(f["what"])]+" "+happened(f),
	)
}

var factorWords = map[activity.Action]string{
	activity.TOTPAdded:      "An authenticator app was added to your account.",
	activity.TOTPRemoved:    "The authenticator app was removed from your account.",
	activity.CodesMade:      "New recovery codes were made for your account. The old ones work no more.",
	activity.PasskeyAdded:   "A passkey was added to your account.",
	activity.PasskeyCopied:  "Someone showed what may be a copy of one of your passkeys. We did not let them in. Please remove that passkey and make a new one.",
	activity.PasskeyRemoved: "A passkey was removed from your account.",
}
