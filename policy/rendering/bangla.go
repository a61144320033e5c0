package rendering

import (
	"time"

	"github.com/prokken/prokken/cookie"
)

// banglaKinds are the same words wherever they stand: Bangla does not inflect them.
var banglaKinds = map[cookie.Category]string{
	cookie.Necessary:   "অপরিহার্য কুকি",
	cookie.Functional:  "কার্যকরী কুকি",
	cookie.Preferences: "পছন্দের কুকি",
	cookie.Analytics:   "বিশ্লেষণ কুকি",
	cookie.Marketing:   "বিজ্ঞাপন কুকি",
}

var bangla = language{
	stop: "।", and: " এবং ", andNames: " ও ", or: " বা ", zero: '০', caseless: true,
	counts: []string{
		"", "একটি কুকি", "দুটি কুকি", "তিনটি কুকি", "চারটি কুকি", "পাঁচটি কুকি", "ছয়টি কুকি", "সাতটি কুকি", "আটটি কুকি", "নয়টি কুকি",
		"দশটি কুকি",
	},
	cookie: "টি কুকি", cookies: "টি কুকি",
	units: []unit{
		{24 * time.Hour, "দিন", "দিন"},
		{time.Hour, "ঘণ্টা", "ঘণ্টা"},
		{time.Minute, "মিনিট", "মিনিট"},
		{time.Second, "সেকেন্ড", "সেকেন্ড"},
	},
	kind:   " বা ",
	kinds:  banglaKinds,
	aKind:  banglaKinds,
	noKind: banglaKinds,
	forms: [statements][]string{
		allOfCategory:     {"আমরা শুধু {kind} ব্যবহার করি", "আমাদের সব কুকি {kind}"},
		oneOfCategory:     {"{names} একটি {a kind}"},
		severalOfCategory: {"{names} হলো {kind}"},
		allHTTPOnly:       {"আমাদের সব কুকি httpOnly", "জাভাস্ক্রিপ্ট আমাদের কোনো কুকি পড়তে পারে না"},
		oneHTTPOnly:       {"{names} httpOnly", "জাভাস্ক্রিপ্ট {names} পড়তে পারে না"},
		severalHTTPOnly:   {"{names} httpOnly", "জাভাস্ক্রিপ্ট {names} পড়তে পারে না"},
		allSecure:         {"আমাদের সব কুকি Secure"},
		oneSecure:         {"{names} Secure"},
		severalSecure:     {"{names} Secure"},
		allSameSite:       {"আমাদের সব কুকিতে SameSite={value} আছে"},
		oneSameSite:       {"{names} কুকিতে SameSite={value} আছে"},
		severalSameSite:   {"{names} কুকিতে SameSite={value} আছে"},
		noneOfCategory:    {"আমরা কোনো {none} ব্যবহার করি না"},
		noCookies:         {"আমরা কোনো কুকি ব্যবহার করি না"},
		countOfCookies:    {"আমরা {count} ব্যবহার করি", "আমরা মোট {count} ব্যবহার করি"},
		onlyThese:         {"আমরা শুধু {names} ব্যবহার করি"},
		isSet:             {"আমরা {names} ব্যবহার করি"},
		sentToPath:        {"{names} শুধু {path} ঠিকানায় পাঠানো হয়"},
		livesFor:          {"{names} কুকির মেয়াদ {life}"},
		livesForSession:   {"{names} ব্রাউজার বন্ধ করা পর্যন্ত থাকে"},
		outlives:          {"{name} কুকির মেয়াদ {than} কুকির চেয়ে বেশি"},
		neededToLogIn:     {"{any} ছাড়া আপনি লগ ইন করতে পারবেন না"},
		noThirdParties:    {"আমরা কোনো তৃতীয় পক্ষের কুকি ব্যবহার করি না"},

		nothingFromElsewhere: {"আমাদের পাতা অন্য কোনো ওয়েবসাইট থেকে কিছু লোড করে না"},
		nothingFrom:          {"আমাদের পাতা {hosts} থেকে কিছু লোড করে না"},
		consentBefore:        {"{kinds} ব্যবহারের আগে আমরা আপনার সম্মতি নেব"},
		datedByPublication:   {"এই নীতিমালা বদলালে আমরা পাতার উপরের তারিখ হালনাগাদ করি"},
	},
}
