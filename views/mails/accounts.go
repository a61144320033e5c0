package mails

import (
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/views"
)

func confirmAddress(site views.Site, _ letter.ConfirmAddress, token string) body {
	return body{
		Subject:    "Confirm your address for " + site.Name,
		Paragraphs: []string{"Welcome to " + site.Name + ". Please confirm that this address is yours."},
		Link:       site.BaseURL + "/verify?token=" + token,
		LinkText:   "Confirm my address",
		After:      "The link works for 24 hours. If you did not sign up, ignore this email: nobody can log in to an account whose address is not confirmed.",
	}
}

func addressTaken(site views.Site, _ letter.AddressTaken, _ string) body {
	return body{
		Subject: "You have an account at " + site.Name,
		Paragraphs: []string{
			"Someone, perhaps you, tried to use this address for an account. It already has one, so nothing was changed. If you forgot your password, you can reset it from the login page.",
		},
		Link:     site.BaseURL + "/login",
		LinkText: "Log in",
		After:    "If it was not you, you can ignore this email.",
	}
}

func signUpAgain(site views.Site, _ letter.SignUpAgain, _ string) body {
	return body{
		Subject: "Please sign up again at " + site.Name,
		Paragraphs: []string{
			"You asked for the link that confirms your address. The one we sent has expired, so please sign up again: it only takes a moment.",
		},
		Link:     site.BaseURL + "/signup",
		LinkText: "Sign up",
		After:    "If it was not you, you can ignore this email.",
	}
}

func resetPassword(site views.Site, _ letter.ResetPassword, token string) body {
	return body{
		Subject:    "Choose a new password for " + site.Name,
		Paragraphs: []string{"Someone, hopefully you, asked for a new password for your account."},
		Link:       site.BaseURL + "/reset?token=" + token,
		LinkText:   "Choose a new password",
		After:      "The link works once, for 30 minutes. If it was not you, ignore this email: your password stays as it is.",
	}
}

func loginLink(site views.Site, _ letter.LoginLink, token string) body {
	return body{
		Subject: "Your link to log in to " + site.Name,
		Paragraphs: []string{
			"Someone, hopefully you, asked for a link to log in with. It lets you in even while others try to guess " +
				"your password. You need your password, and your second factor if you have one.",
		},
		Link:     site.BaseURL + "/login/link?token=" + token,
		LinkText: "Log in",
		After:    "The link works once, for 30 minutes. If it was not you, ignore this email.",
	}
}

func confirmNewAddress(site views.Site, _ letter.ConfirmNewAddress, token string) body {
	return body{
		Subject:    "Confirm your new address for " + site.Name,
		Paragraphs: []string{"You asked to use this address for your account."},
		Link:       site.BaseURL + "/address/confirm?token=" + token,
		LinkText:   "Use this address",
		After:      "The link works for 24 hours. If you do not know what this is about, ignore this email.",
	}
}

func addressIsYours(site views.Site, _ letter.AddressIsYours, _ string) body {
	return body{
		Subject:    "Your address at " + site.Name + " has changed",
		Paragraphs: []string{"From now on you log in with this address, and our emails come here."},
	}
}

// addressChanged goes to the old address.
func addressChanged(site views.Site, l letter.AddressChanged, token string) body {
	return body{
		Subject: "Your address at " + site.Name + " has changed",
		Paragraphs: []string{
			"Your account now has the address " + l.Address + ". " + happened(site, l.Event),
			"If this was you, you do not need to do anything. If not, restore your old address: that also ends all sessions and asks you to choose a new password.",
		},
		Link:     site.BaseURL + "/address/undo?token=" + token,
		LinkText: "Restore my old address",
		After:    "The link works for 7 days.",
	}
}

func exportReady(site views.Site, _ letter.ExportReady, _ string) body {
	return body{
		Subject: "Your data export is ready",
		Paragraphs: []string{
			"You asked for a copy of what " + site.Name + " knows about you. You can download it for 24 hours.",
		},
		Link:     site.BaseURL + "/account/data",
		LinkText: "Download it",
		After:    "You need to be logged in: nobody else who reads this email can download it.",
	}
}

func deletionAsked(site views.Site, l letter.DeletionAsked, token string) body {
	return body{
		Subject: "Your account at " + site.Name + " will be deleted",
		Paragraphs: []string{
			"As you asked, we will delete your account on " + site.Moment(
				l.EraseAfter,
			) + ". Your plan, if you have one, will not renew. You are logged out everywhere.",
			"Until then you can change your mind.",
		},
		Link:     site.BaseURL + "/account/keep?token=" + token,
		LinkText: "Keep my account",
		After:    "We keep records of payments for as long as the law requires. Everything else about you is deleted.",
	}
}

func accountErased(site views.Site, _ letter.AccountErased, _ string) body {
	return body{
		Subject: "Your account at " + site.Name + " is deleted",
		Paragraphs: []string{
			"As you asked, your account is deleted. Payment records, if there were any, are kept for as long as the law requires. This is our last email to you.",
		},
	}
}

func roleChanged(site views.Site, l letter.RoleChanged, _ string) body {
	if !l.Admin {
		return body{
			Subject:    "You are no longer an admin of " + site.Name,
			Paragraphs: []string{"An admin removed that role from your account. The account itself stays as it is."},
		}
	}
	return body{
		Subject: "You are now an admin of " + site.Name,
		Paragraphs: []string{
			"An admin gave you that role. Admins need a second factor to log in with: an authenticator app or a passkey.",
		},
		Link:     site.BaseURL + "/account/security",
		LinkText: "Set one up",
	}
}
