package handlers

import (
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/account"
	"github.com/prokken/prokken/handlers/legal"
	"github.com/prokken/prokken/handlers/web"
)

// route is a row of the table: an address, who may use it, what else holds there, and what answers.
type route struct {
	method  string
	path    string
	guard   guard
	options web.Option
	handle  echo.HandlerFunc
}

// Routes is every address of the site, and who may use it. The functions that it names list them by subject.
func (s *Server) routes() []route {
	return slices.Concat(
		s.homeRoutes(),
		s.billingRoutes(),
		s.legalRoutes(),
		hosted(s.siteReaderRoutes()),
		s.loginRoutes(),
		onOwnHost(unindexed(s.authRoutes())),
		unindexed(s.accountRoutes()),
		s.frontDoorRoutes(),
		unindexed(s.ownedSiteRoutes()),
		unindexed(s.adminPolicyRoutes()),
		unindexed(s.ownedPolicyRoutes()),
		unindexed(s.adminUserRoutes()),
		unindexed(s.adminBillingRoutes()),
		unindexed(s.adminRoutes()),
		unindexed(s.adminSiteRoutes()),
		s.programRoutes(),
		unindexed(s.developmentRoutes()),
	)
}

// homeRoutes is the front page.
func (s *Server) homeRoutes() []route {
	return []route{
		{"GET", "/", anyone, web.Public | web.InSitemap | web.Compressed, s.home},
	}
}

// billingRoutes sell plans and change them.
func (s *Server) billingRoutes() []route {
	return []route{
		{"GET", "/pricing", anyone, web.Public | web.InSitemap | web.Compressed, s.billing.Pricing},
		{"GET", "/account/billing", member, web.NotIndexed, s.billing.BillingPage},
		{"GET", "/account/billing/plan", member, web.Limited | web.NotIndexed, s.billing.PlanPage},
		{"POST", "/account/billing/plan", member, web.Limited | web.NotIndexed, s.billing.ChangePlan},
		{"POST", "/account/billing/cancel", member, web.Limited | web.NotIndexed, s.billing.CancelPlan},
		{"POST", "/account/billing/resume", member, web.Limited | web.NotIndexed, s.billing.UncancelPlan},
		{"POST", "/account/billing/keep", member, web.Limited | web.NotIndexed, s.billing.CancelScheduledChange},
		{"POST", "/account/billing/start", member, web.Limited | web.NotIndexed, s.billing.StartPlan},
		{"POST", "/account/billing/pay", member, web.Limited | web.NotIndexed, s.billing.PayPlan},
		{"POST", "/billing/portal", member, web.Limited | web.NotIndexed, s.billing.Portal},
		{"GET", "/billing/checkout", member, web.Limited | web.NotIndexed, s.billing.CheckoutPage},
		{"POST", "/billing/checkout", member, web.Limited | web.NotIndexed | web.ForNewcomers, s.billing.Checkout},
		{"GET", "/billing/return", member, web.Limited | web.NotIndexed | web.AfterPayment, s.billing.CheckoutReturn},
		{"POST", "/webhooks/stripe", anyone, web.None, s.billing.StripeWebhook},
	}
}

// legalRoutes show the policies to people and programs, and take consent.
func (s *Server) legalRoutes() []route {
	return []route{
		{"GET", "/legal/subscribe", anyone, web.None, s.legal.SubscribePage},
		{"POST", "/legal/subscribe", anyone, web.Limited, s.legal.Subscribe},
		{"GET", "/legal/subscribe/sent", anyone, web.None, s.legal.SubscribeSent},
		{"GET", "/legal/subscribe/confirm", anyone, web.None, s.legal.ConfirmSubscriptionPage},
		{"POST", "/legal/subscribe/confirm", anyone, web.None, s.legal.ConfirmSubscription},
		{"GET", "/legal/subscribe/done", anyone, web.None, s.legal.SubscribeDone},
		{"GET", "/legal/unsubscribe", anyone, web.None, s.legal.UnsubscribePage},
		{"POST", "/legal/unsubscribe", anyone, web.None, s.legal.Unsubscribe},
		{"GET", "/legal/unsubscribe/done", anyone, web.None, s.legal.UnsubscribeDone},
		{"GET", "/legal", anyone, web.Public | web.InSitemap, s.legal.Legal},
		{"GET", "/legal/:slug", anyone, web.Public | web.InSitemap | web.Revalidated, s.legal.Policy},
		{"GET", "/legal/:slug/versions", anyone, web.Public, s.legal.PolicyVersions},
		{
			"GET", "/legal/:slug/versions/:number", anyone, web.Public | web.Revalidated | web.NoIndex,
			s.legal.PolicyVersion,
		},
		{
			"GET", "/legal/:slug/versions/:number/in/:language", anyone, web.Public | web.Revalidated | web.NoIndex,
			s.legal.TranslatedVersion,
		},
		{
			"GET", "/legal/:slug/versions/:number/in/:language/:translation", anyone,
			web.Public | web.Revalidated | web.NoIndex, s.legal.TranslatedVersion,
		},
		{"GET", "/legal/:slug/in/:language", anyone, web.Public | web.InSitemap | web.Revalidated, s.legal.Translation},
		{"GET", "/legal/:slug/badge.svg", anyone, web.FiveMinutes, s.legal.AuditBadge},
		{"GET", "/legal/:slug/compare", anyone, web.Public | web.NoIndex, s.legal.ChooseComparison},
		{"GET", "/legal/:slug/compare/:a/:b", anyone, web.Public | web.NoIndex, s.legal.CompareVersions},
		{"GET", "/legal/feed.atom", anyone, web.Revalidated, s.legal.Feed},
		{"GET", "/legal/policy.schema.json", anyone, web.Revalidated, s.legal.PolicySchema},
		{"GET", "/.well-known/policy-keys.json", anyone, web.Revalidated, s.legal.PolicyKeys},
		{"GET", "/legal/your-cookies", anyone, web.None, s.legal.YourCookies},
		{
			"GET",
			"/legal/consent",
			anyone,
			web.None,
			seeOther(legal.YourCookiesPath),
		}, // someone pressed Enter in the address bar
		{"GET", "/legal/consent/record", anyone, web.Limited, s.legal.LookUpConsent},
		{"POST", "/legal/consent", anyone, web.Limited | web.OwnHost, s.legal.Consent},
		{"GET", "/cookie-policy", anyone, web.None, movedTo("/legal/cookie-policy")},
		{"GET", "/cookies", anyone, web.None, movedTo("/legal/cookie-policy")},
		{"GET", "/privacy", anyone, web.None, movedTo("/legal/privacy-policy")},
		{"GET", "/privacy-policy", anyone, web.None, movedTo("/legal/privacy-policy")},
		{"GET", "/terms", anyone, web.None, movedTo("/legal/terms")},
		{"GET", "/refund-policy", anyone, web.None, movedTo("/legal/refund-policy")},
	}
}

// loginRoutes are the pages of those who are not logged in, and of mailed links.
func (s *Server) loginRoutes() []route {
	return []route{
		{"GET", "/signup", anyone, web.Compressed, s.account.SignupPage},
		{"GET", "/signup/sent", anyone, web.None, s.account.SignupSent},
		{"GET", "/verify", anyone, web.None, s.account.VerifyPage},
		{"POST", "/verify", anyone, web.Limited, s.account.Verify},
		{"GET", "/resend", anyone, web.None, s.account.MailForm(account.ResendForm, "/resend")},
		{"GET", "/forgot", anyone, web.None, s.account.MailForm(account.ForgotForm, "/forgot")},
		{"GET", "/mail-sent", anyone, web.None, s.account.MailSent},
		{"GET", "/reset", anyone, web.None, s.account.ResetPage},
		{"GET", "/login", anyone, web.Compressed, s.account.LoginPage},
		{"GET", "/login/mail", anyone, web.NotIndexed, s.account.MailForm(account.LoginLinkForm, "/login/mail")},
		{"GET", account.LoginLinkPath, anyone, web.NotIndexed, s.account.LoginLinkPage},
		{"GET", account.KeptOutPath, anyone, web.NotIndexed, s.account.KeptOutPage},
		{"GET", "/setup", anyone, web.None, s.account.SetupPage},
		{"POST", "/setup", anyone, web.Limited, s.account.Setup},
		{"GET", "/address/confirm", anyone, web.None, s.account.LinkPage(account.ConfirmAddress)},
		{"POST", "/address/confirm", anyone, web.None, s.account.UseLink(account.ConfirmAddress)},
		{"GET", "/address/undo", anyone, web.None, s.account.LinkPage(account.UndoAddress)},
		{"POST", "/address/undo", anyone, web.None, s.account.UseLink(account.UndoAddress)},
		{"GET", "/sessions/end", anyone, web.None, s.account.LinkPage(account.EndEverything)},
		{"POST", "/sessions/end", anyone, web.None, s.account.UseLink(account.EndEverything)},
		{"GET", "/account/keep", anyone, web.NotIndexed, s.account.LinkPage(account.KeepAccount)},
		{"POST", "/account/keep", anyone, web.NotIndexed, s.account.UseLink(account.KeepAccount)},
	}
}

// authRoutes are what forms and scripts send to sign up, log in, stay so and log out.
func (s *Server) authRoutes() []route {
	return []route{
		{"GET", "/api/auth/login", anyone, web.None, seeOther("/login")}, // someone pressed Enter in the address bar
		{"GET", "/api/auth/login/mail", anyone, web.None, seeOther("/login/mail")},
		{"GET", "/api/auth/login/link", anyone, web.None, seeOther("/login/mail")},
		{"GET", "/api/auth/login/code", anyone, web.None, seeOther("/login")},
		{"GET", "/api/auth/signup", anyone, web.None, seeOther("/signup")},
		{"GET", "/api/auth/forgot", anyone, web.None, seeOther("/forgot")},
		{"GET", "/api/auth/resend", anyone, web.None, seeOther("/resend")},
		{"GET", "/api/auth/reset", anyone, web.None, seeOther("/forgot")},
		{"GET", "/api/auth/confirm", anyone, web.None, seeOther("/account/confirm")},
		{"POST", "/api/auth/signup", anyone, web.Limited, s.account.Signup},
		{"POST", "/api/auth/login", anyone, web.Limited, s.account.Login},
		{
			"POST", "/api/auth/login/mail", anyone, web.Limited,
			s.account.AskMail(account.LoginLinkForm, s.Auth.MailLoginLink),
		},
		{"POST", "/api/auth/login/link", anyone, web.None, s.account.LoginByLink}, // no counter closes it
		{"POST", "/api/auth/login/code", anyone, web.Limited, s.account.SecondStep},
		{"POST", "/api/auth/logout", anyone, web.None, s.account.Logout},
		{"POST", "/api/auth/forgot", anyone, web.Limited, s.account.AskMail(account.ForgotForm, s.Auth.Forgot)},
		{"POST", "/api/auth/resend", anyone, web.Limited, s.account.AskMail(account.ResendForm, s.Auth.Resend)},
		{"POST", "/api/auth/reset", anyone, web.Limited, s.account.Reset},
		{"POST", "/api/auth/confirm", member, web.Limited, s.account.Confirm},
		{"POST", "/api/auth/passkeys/options", anyone, web.Limited, s.account.PasskeyOptions},
		{"POST", "/api/auth/passkeys/login", anyone, web.Limited, s.account.PasskeyLogin},
		{"POST", "/api/auth/passkeys/new-options", recentlyAuthenticated, web.Limited, s.account.NewPasskeyOptions},
		{"POST", "/api/auth/passkeys/confirm-options", member, web.Limited, s.account.ConfirmOptions},
		{"POST", "/api/auth/passkeys/confirm", member, web.Limited, s.account.ConfirmWithPasskey},
		{"GET", account.CookieCheckPath, anyone, web.None, s.account.CheckCookies},
		{"GET", "/api/auth/refresh", anyone, web.None, s.account.RefreshByLink},
		{"POST", "/api/auth/refresh", anyone, web.None, s.account.Refresh},
	}
}

// accountRoutes are a member's own pages.
func (s *Server) accountRoutes() []route {
	return []route{
		{"GET", "/api/me", member, web.AlwaysJSON, s.account.Me},
		{"GET", "/account", member, web.None, s.owned.Dashboard},
		{"GET", "/account/confirm", member, web.BeforeAgreement, s.account.ConfirmPage},
		{"POST", "/account/address", recentlyAuthenticated, web.Limited, s.account.AskAddress},
		{"POST", "/account/address/works", member, web.BeforeAgreement, s.account.AddressWorks},
		{"GET", "/account/agree", member, web.BeforeAgreement, s.account.AgreePage},
		{"POST", "/account/agree", member, web.None, s.account.Agree},
		{"GET", "/account/security", member, web.BeforeAgreement, s.account.Security},
		{"POST", "/account/security/password", member, web.Limited, s.account.ChangePassword},
		{"GET", "/account/security/app", recentlyAuthenticated, web.BeforeAgreement, s.account.TotpPage},
		{"POST", "/account/security/app", recentlyAuthenticated, web.Limited, s.account.AddTOTP},
		{"POST", "/account/security/app/remove", recentlyAuthenticated, web.None, s.account.RemoveTOTP},
		{"POST", "/account/security/codes", recentlyAuthenticated, web.Limited, s.account.NewCodes},
		{"POST", "/account/passkeys", recentlyAuthenticated, web.Limited, s.account.AddPasskey},
		{"POST", "/account/passkeys/:id/rename", recentlyAuthenticated, web.Limited, s.account.RenamePasskey},
		{"POST", "/account/passkeys/:id/remove", recentlyAuthenticated, web.Limited, s.account.RemovePasskey},
		{"GET", "/account/sessions", member, web.BeforeAgreement, s.account.Sessions},
		{"POST", "/account/sessions/end-others", member, web.Limited, s.account.EndOthers},
		{"POST", "/account/sessions/:id/end", member, web.None, s.account.EndSessionOf},
		{"GET", "/account/data", member, web.BeforeAgreement, s.ownData.OwnData},
		{"POST", "/account/data/export", recentlyAuthenticated, web.None, s.ownData.AskExport},
		{"POST", "/account/data/export/:id", recentlyAuthenticated, web.BeforeAgreement, s.ownData.TakeExport},
		{"POST", "/account/data/export/:id/delete", recentlyAuthenticated, web.BeforeAgreement, s.ownData.DeleteExport},
		{"POST", "/account/data/delete", recentlyAuthenticated, web.None, s.ownData.DeleteAccount},
		{"POST", "/account/data/keep", member, web.None, s.ownData.KeepOwnAccount},
	}
}

// adminPolicyRoutes are the editor, review and publication.
func (s *Server) adminPolicyRoutes() []route {
	return []route{
		{"GET", "/admin", admin, web.None, s.admin.Overview},
		{"GET", "/admin/policies", admin, web.None, s.editor.AdminPolicies},
		{"GET", "/admin/policies/:slug", admin, web.None, s.editor.EditPolicy},
		{"POST", "/admin/policies/:slug/part", admin, web.Corrects, s.editor.SavePart},
		{"POST", "/admin/policies/:slug/move", admin, web.None, s.editor.MovePart},
		{"POST", "/admin/policies/:slug/remove", admin, web.None, s.editor.RemovePart},
		{"GET", "/admin/policies/:slug/check", admin, web.None, s.editor.CheckPage},
		{"POST", "/admin/policies/:slug/check", admin, web.Corrects, s.editor.AddCheck},
		{"POST", "/admin/policies/:slug/check/mend", admin, web.None, s.editor.MendSentence},
		{"POST", "/admin/policies/:slug/check/mend-all", admin, web.None, s.editor.MendAll},
		{"POST", "/admin/policies/:slug/check/remove", admin, web.None, s.editor.RemoveCheck},
		{"POST", "/admin/policies/:slug/undo", admin, web.None, s.editor.UndoChange},
		{"GET", "/admin/policies/:slug/discard", admin, web.None, s.editor.DiscardPage},
		{"POST", "/admin/policies/:slug/discard", admin, web.None, s.editor.DiscardDraft},
		{"POST", "/admin/policies/:slug/presence", admin, web.None, s.editor.Presence},
		{"GET", "/admin/policies/:slug/publish", admin, web.None, s.editor.ReviewPage},
		{"POST", "/admin/policies/:slug/publish", recentlyAuthenticatedAdmin, web.Corrects, s.editor.Printable(s.editor.PublishDraft)},
		{"POST", "/admin/policies/:slug/submit", admin, web.Corrects, s.editor.Printable(s.editor.SubmitDraft)},
		{"POST", "/admin/policies/:slug/approve", recentlyAuthenticatedAdmin, web.Corrects, s.editor.Printable(s.editor.ApproveDraft)},
		{"POST", "/admin/policies/:slug/confirm", recentlyAuthenticatedAdmin, web.Corrects, s.editor.Printable(s.editor.ConfirmSentences)},
		{"POST", "/admin/policies/:slug/send-back", admin, web.Corrects, s.editor.Printable(s.editor.SendBack)},
		{"POST", "/admin/policies/:slug/withdraw", recentlyAuthenticatedAdmin, web.Corrects, s.editor.Printable(s.editor.WithdrawVersion)},
		{"GET", "/admin/policies/:slug/versions", admin, web.None, s.editor.AdminVersions},
		{"POST", "/admin/policies/:slug/restore", admin, web.None, s.editor.RestoreVersion},
		{"GET", "/admin/policies/:slug/export/:format", admin, web.None, s.editor.ExportPolicy},
		{"GET", "/admin/policies/:slug/import", admin, web.None, s.editor.ImportPage},
		{"POST", "/admin/policies/:slug/import", admin, web.Corrects, s.editor.ImportPolicy},
		{"GET", "/admin/policies/:slug/translations", admin, web.None, s.editor.Translations},
		{"GET", "/admin/policies/:slug/translations/:language", admin, web.None, s.editor.EditTranslation},
		{"POST", "/admin/policies/:slug/translations/:language", admin, web.Corrects, s.editor.SaveTranslation},
		{"GET", "/admin/policies/:slug/translations/:language/preview", admin, web.None, s.editor.PreviewTranslation},
		{"GET", "/admin/policies/:slug/translations/:language/file", admin, web.None, s.editor.TranslationFile},
		{"POST", "/admin/policies/:slug/translations/:language/file", admin, web.Corrects, s.editor.ImportTranslation},
		{
			"POST", "/admin/policies/:slug/translations/:language/publish", recentlyAuthenticatedAdmin, web.None,
			s.editor.PublishTranslation,
		},
		{
			"POST", "/admin/policies/:slug/translations/:language/confirm", recentlyAuthenticatedAdmin, web.Corrects,
			s.editor.ConfirmTranslation,
		},
	}
}

// adminUserRoutes look after accounts.
func (s *Server) adminUserRoutes() []route {
	return []route{
		{"GET", "/admin/users", admin, web.None, s.admin.AdminUsers},
		{"GET", "/admin/users/:id", admin, web.None, s.admin.AdminUser},
		{
			"POST",
			"/admin/users/:id/disable",
			recentlyAuthenticatedAdmin,
			web.None,
			s.admin.OnUser("disabled", s.admin.Disable),
		},
		{"POST", "/admin/users/:id/enable", recentlyAuthenticatedAdmin, web.None, s.admin.OnUser("enabled", s.Auth.Enable)},
		{
			"POST", "/admin/users/:id/end-sessions", recentlyAuthenticatedAdmin, web.None,
			s.admin.OnUser("ended", s.Auth.EndSessionsOf),
		},
		{
			"POST", "/admin/users/:id/send-reset", recentlyAuthenticatedAdmin, web.None,
			s.admin.OnUser("reset", s.Auth.SendReset),
		},
		{
			"POST", "/admin/users/:id/send-verification", recentlyAuthenticatedAdmin, web.None,
			s.admin.OnUser("verification", s.Auth.SendVerification),
		},
		{
			"POST",
			"/admin/users/:id/give-admin",
			recentlyAuthenticatedAdmin,
			web.None,
			s.admin.OnUser("admin", s.Auth.GiveRole),
		},
		{
			"POST", "/admin/users/:id/take-admin", recentlyAuthenticatedAdmin, web.None,
			s.admin.OnUser("member", s.Auth.TakeRole),
		},
		{
			"POST", "/admin/users/:id/remove-factors", recentlyAuthenticatedAdmin, web.None,
			s.admin.OnUser("factors", s.Auth.RemoveFactors),
		},
		{"GET", "/admin/users/:id/gifts", admin, web.None, s.admin.GiftsPage},
		{"POST", "/admin/users/:id/gifts", recentlyAuthenticatedAdmin, web.None, s.admin.GiveGift},
		{"POST", "/admin/users/:id/gifts/:gift/end", recentlyAuthenticatedAdmin, web.None, s.admin.TakeGift},
	}
}

// adminBillingRoutes look after customers.
func (s *Server) adminBillingRoutes() []route {
	return []route{
		{"GET", "/admin/billing", admin, web.None, s.admin.AdminBilling},
		{"POST", "/admin/billing/alerts/:id/resolve", recentlyAuthenticatedAdmin, web.None, s.admin.ResolveAlert},
		{"GET", "/admin/billing/events", admin, web.None, s.admin.AdminEvents},
		{"POST", "/admin/billing/events/:id/replay", recentlyAuthenticatedAdmin, web.None, s.admin.ReplayEvent},
		{"GET", "/admin/billing/customers", admin, web.None, s.admin.AdminCustomers},
		{"GET", "/admin/billing/customers/:id", admin, web.None, s.admin.AdminCustomer},
		{"POST", "/admin/billing/customers/:id/sync", recentlyAuthenticatedAdmin, web.None, s.admin.SyncCustomer},
		{
			"POST", "/admin/billing/customers/:id/charges/:charge/refund", recentlyAuthenticatedAdmin, web.None,
			s.admin.RefundCharge,
		},
		{
			"POST", "/admin/billing/customers/:id/subscriptions/:subscription/end", recentlyAuthenticatedAdmin, web.None,
			s.admin.EndPlan,
		},
		{
			"POST", "/admin/billing/customers/:id/subscriptions/:subscription/extend", recentlyAuthenticatedAdmin, web.None,
			s.admin.ExtendPlan,
		},
	}
}

// adminRoutes watch the site: audits, the activity log and jobs.
func (s *Server) adminRoutes() []route {
	return []route{
		{"GET", "/admin/audits", admin, web.None, s.admin.AdminAudits},
		{"POST", "/admin/audits", admin, web.None, s.admin.AskAudit},
		{"GET", "/admin/audits/:id", admin, web.None, s.admin.AdminAudit},
		{"POST", "/admin/audits/:id/stop", admin, web.None, s.admin.StopAudit},
		{"GET", "/admin/audits/:id/shots/:n", admin, web.None, s.admin.AuditShot},
		{"GET", "/admin/consents", admin, web.None, s.admin.AdminConsents},
		{"POST", "/admin/consents/export", admin, web.None, s.admin.ExportConsents},
		{"GET", "/admin/activity", admin, web.None, s.admin.Activity},
		{"GET", "/admin/audit-log", admin, web.None, movedTo("/admin/activity")},
		{"GET", "/admin/jobs", admin, web.None, s.admin.AdminJobs},
		{"POST", "/admin/jobs/:id/retry", admin, web.None, s.admin.RetryJob},
	}
}

// programRoutes are for programs: browsers, search engines, and what watches this one.
func (s *Server) programRoutes() []route {
	return []route{
		{"GET", "/.well-known/security.txt", anyone, web.None, s.legal.SecurityContact},
		{"GET", "/.well-known/gpc.json", anyone, web.None, s.legal.Gpc},
		{"GET", "/.well-known/change-password", anyone, web.None, seeOther("/account/security")},
		{"GET", "/healthz", anyone, web.None, s.healthz},
		{"GET", "/readyz", anyone, web.None, s.readyz},
		{"GET", metricsPath, scraper, web.None, s.showMetrics},
		{"GET", "/robots.txt", anyone, web.None, s.legal.Robots},
		{"GET", "/sitemap.xml", anyone, web.Revalidated, s.legal.Sitemap},
		{"GET", "/favicon.ico", anyone, web.None, s.favicon},
		{"GET", "/static/:hash/:name", anyone, web.Immutable, s.asset},
	}
}

// developmentRoutes stand in for the mail server and for Stripe.
func (s *Server) developmentRoutes() []route {
	return []route{
		{"GET", "/dev/mail", developer, web.None, s.outbox},
		{"GET", "/dev/mail/:id", developer, web.None, s.mailHTML},
		{"GET", "/dev/design", developer, web.None, s.design},
		{"GET", "/dev/mail.json", developer, web.None, s.outboxJSON},
		{"GET", "/dev/stripe", emulated, web.None, s.emulator},
		{"GET", "/dev/stripe/*", emulated, web.None, s.emulator},
		{"POST", "/dev/stripe/*", emulated, web.None, s.emulator},
		{"DELETE", "/dev/stripe/*", emulated, web.None, s.emulator},
	}
}
