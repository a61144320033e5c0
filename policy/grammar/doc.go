// Package grammar reads English sentences about cookies: it says which conditions of package claim
// a sentence states, or that it does not know. A tick in a policy stands for a condition that
// holds, so that the sentence beside it must say just that condition.
//
// The grammar is closed. Every word that it knows is spelled out in a rule; besides these there are
// the names of declared cookies and of the site, numbers, units of time and paths. A rule has no
// repetition and no wildcard, and a sentence is read only if one rule after the other takes all of
// its tokens, the brackets and quotes too. So nothing can be put into a sentence that the grammar
// does not see: "mostly", "except on Sundays" and "(much)" make it unread. Words that change nothing
// are rules without a meaning, each reviewed for the places that use it ([words]). Characters that
// hide in words or imitate others are refused ([token.Refused]).
//
// A sentence with several readings states what all of them state. Where one denies something of
// several cookies, none of them has it. A double negation is not read, nor is "not ... and ...",
// which can mean two things. What "it", "these" and "above" mean comes from the
// [discourse.Context].
//
// The rules are written in the notation of the JSpeech Grammar Format, beside Go functions that say
// what they mean. One file per kind of condition holds the sentences of the kind; shared words
// (people, cookies, categories, numbers, parties, places) have files of their own; each adds its
// rules in a variable declaration. To add a kind of condition, add its file here too.
//
// Start reading at [Read] and [Reading], then at a short kind such as has_cookies.go. [Covers]
// compares what was read with what is claimed, and [lexicon.Proposes] guesses about sentences that
// were not read; it decides nothing.
package grammar
