package se.partnersec.gallra.config.rules;

import java.util.List;

/** The shipped policy with one change each that must be refused. */
final class BadPolicies {

    private BadPolicies() {}

    /**
     * @param from a text of the shipped policy
     * @param to what stands there instead
     * @param says what the problems must say
     */
    record Bad(String what, String from, String to, String... says) {}

    static final List<Bad> ALL = List.of(
            new Bad("unknown key", "    kind: AFTER\n", "    kind: AFTER\n    colour: red\n", "unknown key 'colour'"),
            new Bad(
                    "misspelt key",
                    "tolerance: P2D",
                    "tolerence: P2D",
                    "unknown key 'tolerence'",
                    "'tolerance' is missing"),
            new Bad(
                    "key twice",
                    "    kind: AFTER\n",
                    "    kind: AFTER\n    kind: AFTER\n",
                    "'kind' in 'chat-logs' is there twice"),
            new Bad(
                    "category twice",
                    "  ip-logs:",
                    "  chat-logs:",
                    "'chat-logs' in 'categories' is there twice",
                    "'ip-logs' is missing"),
            new Bad(
                    "unknown category",
                    "  ip-logs:",
                    "  ip-logz:",
                    "unknown key 'ip-logz'",
                    "'ip-logs' is missing in 'categories'"),
            new Bad(
                    "unknown block",
                    "choices:\n",
                    "options:\n",
                    "unknown key 'options'",
                    "'choices' is missing in the file"),
            new Bad("no version", "version: \"2026-11\"\n", "", "'version' is missing in the file; add it"),
            new Bad(
                    "odd version",
                    "\"2026-11\"",
                    "${VERSION}",
                    "'version' must be a short name such as 2026-11, was '${VERSION}'"),
            new Bad("no basis", "    basis: [GDPR 6(1)(c)]\n", "", "'basis' is missing in 'invoices'; add it"),
            new Bad(
                    "empty basis",
                    "[GDPR 6(1)(c)]",
                    "[]",
                    "'basis' in 'invoices' must be a list with at least one entry"),
            new Bad(
                    "unknown basis",
                    "[GDPR 6(1)(c)]",
                    "[because]",
                    "must name a legal basis such as GDPR 6(1)(f) or LEK, was 'because'"),
            new Bad("no law", "    law: [BFL 7 kap. 2 §, SFF 9 kap. 1 §]\n", "", "'law' is missing in 'invoices'"),
            new Bad("no period", "    period: P180D\n", "", "'period' is missing in 'ip-logs'; add it"),
            new Bad("empty period", "period: P180D", "period:", "'period' in 'ip-logs' is empty; give it a value"),
            new Bad(
                    "no sentence",
                    "    sentence: Chattkonversationer med kundtjänst och support sparas i 60 dagar.\n",
                    "",
                    "'sentence' is missing in 'chat-logs'"),
            new Bad(
                    "period without unit",
                    "period: P180D",
                    "period: 6",
                    "'period' of 'ip-logs' has no unit, was '6'; write P6D for days or P6M for months"),
            new Bad(
                    "no period of time",
                    "period: P180D",
                    "period: half a year",
                    "must be a period such as P28D, P6M or P7Y"),
            new Bad("zero period", "period: P180D", "period: P0D", "must be longer than zero, was P0D"),
            new Bad("negative period", "period: P180D", "period: P-180D", "must not be negative, was 'P-180D'"),
            new Bad("minus in front", "period: P180D", "period: -P180D", "must not be negative, was '-P180D'"),
            new Bad("period in minutes", "period: P24M", "period: PT24M", "counts hours or minutes, was 'PT24M'"),
            new Bad("days and hours", "period: P24M", "period: P24DT1H", "counts hours or minutes"),
            new Bad("weeks", "period: P180D", "period: P25W", "must be a period such as P28D"),
            new Bad("overflow", "period: P180D", "period: P99999999999D", "is too long to count"),
            new Bad("a billion years", "period: P24M", "period: P999999999Y", "must be between zero and 100 years"),
            new Bad("lower case", "period: P180D", "period: p180d", "must be a period such as P28D"),
            new Bad("blank inside", "period: P180D", "period: P 180D", "must be a period such as P28D"),
            new Bad(
                    "period above the ceiling",
                    "period: P180D",
                    "period: P181D",
                    "'period' of 'ip-logs' is above the ceiling P180D, was P181D"),
            new Bad(
                    "six months are longer than 180 days",
                    "period: P180D",
                    "period: P6M",
                    "is above the ceiling P180D"),
            new Bad(
                    "ceiling raised",
                    "    ceiling: P180D",
                    "    ceiling: P1Y",
                    "'ceiling' of 'ip-logs' may be at most P180D, as the privacy policy or the law says, was P1Y"),
            new Bad(
                    "ceiling of users raised",
                    "    ceiling: P24M\n    action: erase-or-anonymise",
                    "    ceiling: P25M\n    action: erase-or-anonymise",
                    "may be at most P24M"),
            new Bad(
                    "chats too short",
                    "period: P60D",
                    "period: P59D",
                    "'period' of 'chat-logs' is below the floor P60D, was P59D"),
            new Bad("floor lowered", "    floor: P7Y", "    floor: P5Y", "'floor' of 'invoices' must be at least P7Y"),
            new Bad(
                    "floor of calls lowered",
                    "    floor: P3D",
                    "    floor: P1D",
                    "'floor' of 'call-recordings' must be at least P3D"),
            new Bad("ceiling of calls raised", "    ceiling: P28D", "    ceiling: P30D", "may be at most P28D"),
            new Bad(
                    "target below",
                    "sales: 3",
                    "sales: 2",
                    "target of queue 'sales' must be between 3 and 28 days, was 2"),
            new Bad(
                    "target above",
                    "training: 28",
                    "training: 45",
                    "target of queue 'training' must be between 3 and 28 days, was 45"),
            new Bad("target negative", "sales: 3", "sales: -3", "must be between 3 and 28 days, was -3"),
            new Bad("target octal", "sales: 3", "sales: 03", "must be a whole number such as 14, was '03'"),
            new Bad(
                    "target with underscore",
                    "support: 14",
                    "support: 1_4",
                    "must be a whole number such as 14, was '1_4'"),
            new Bad(
                    "target of base sixty",
                    "support: 14",
                    "support: 1:30",
                    "must be a whole number such as 14, was '1:30'"),
            new Bad("target huge", "support: 14", "support: 99999999999", "must be a whole number such as 14"),
            new Bad("queue twice", "      support: 14", "      sales: 14", "'sales' in 'target-days' is there twice"),
            new Bad(
                    "no target for the rest",
                    "    unmapped-days: 28\n",
                    "",
                    "'unmapped-days' is missing in 'call-recordings'"),
            new Bad(
                    "targets elsewhere",
                    "    tolerance: P30D\n",
                    "    tolerance: P30D\n    target-days: {a: 3}\n",
                    "unknown key 'target-days' in 'invoices'"),
            new Bad(
                    "unknown kind",
                    "kind: RANGE",
                    "kind: SOMETIMES",
                    "'kind' of 'call-recordings' must be MAX, AFTER, RANGE or WHILE, was 'SOMETIMES'"),
            new Bad(
                    "kind of another category",
                    "kind: RANGE",
                    "kind: MAX",
                    "'kind' of 'call-recordings' must be RANGE, was MAX"),
            new Bad("no lead", "    lead: P14D\n", "", "'lead' is missing in 'user-data'"),
            new Bad("zero lead", "lead: P14D", "lead: P0D", "'lead' of 'user-data' must be at least P1D"),
            new Bad(
                    "lead eats the period",
                    "lead: P7D",
                    "lead: P180D",
                    "must be at least P1D and, added to the floor, shorter than the period P180D, was P180D"),
            new Bad("lead in months", "lead: P14D", "lead: P1M", "must be in days such as P2D, was 'P1M'"),
            new Bad(
                    "lead where a tolerance belongs",
                    "    tolerance: P30D",
                    "    lead: P30D",
                    "'tolerance' is missing in 'invoices'",
                    "'lead' of 'invoices' belongs to MAX and RANGE only"),
            new Bad(
                    "a spread that ends with the tolerance",
                    "spread: P20D",
                    "spread: P30D",
                    "'spread' of 'invoices' must be shorter than its tolerance of 30 days, was P30D"),
            new Bad(
                    "tolerance too long",
                    "tolerance: P30D",
                    "tolerance: P31D",
                    "'tolerance' of 'invoices' must be between P0D and P30D, was P31D"),
            new Bad(
                    "unknown action",
                    "action: erase-or-anonymise",
                    "action: hide",
                    "'action' of 'traffic-data' must be erase or erase-or-anonymise, was 'hide'"),
            new Bad(
                    "other start",
                    "start: call ended",
                    "start: call began",
                    "'start' of 'call-recordings' must be 'call ended', was 'call began'"),
            new Bad(
                    "no for false",
                    "dispute-restarts-clock: false",
                    "dispute-restarts-clock: no",
                    "must be true or false, was 'no'"),
            new Bad("unknown choice", "time-bar: review", "time-bar: ignore", "must be review or auto, was 'ignore'"),
            new Bad("choice missing", "  time-bar: review\n", "", "'time-bar' is missing in 'choices'"),
            new Bad(
                    "endless grace",
                    "grace-after-hold: P7D",
                    "grace-after-hold: P365D",
                    "'grace-after-hold' must be between P1D and P30D, was P365D"),
            new Bad(
                    "limitation too long",
                    "limitation: P10Y",
                    "limitation: P11Y",
                    "'limitation' must be P10Y, as section 2 of the Limitation Act (1981:130) has it, was P11Y"),
            new Bad(
                    "limitation too short",
                    "limitation: P10Y",
                    "limitation: P1Y",
                    "'limitation' must be P10Y, as section 2 of the Limitation Act (1981:130) has it, was P1Y"),
            new Bad(
                    "limitation against consumers too short",
                    "limitation-consumer: P3Y",
                    "limitation-consumer: P2Y",
                    "'limitation-consumer' must be P3Y, as section 2 of the Limitation Act (1981:130) has it, was P2Y"),
            new Bad(
                    "review date in words",
                    "review-by: not set",
                    "review-by: next spring",
                    "'review-by' of 'leads' must be a day such as 2027-05-31"),
            new Bad("no such day", "review-by: not set", "review-by: 2027-02-30", "must be a day such as 2027-05-31"),
            new Bad("reviewed and timed", "period: none", "period: P12M", "kind WHILE here means: until reviewed"),
            new Bad(
                    "list for a value",
                    "kind: AFTER\n    period: P60D",
                    "kind: AFTER\n    period: [P60D]",
                    "'period' in 'chat-logs' must be one value, not a list"),
            new Bad(
                    "block for a value",
                    "start: call ended",
                    "start: {call: ended}",
                    "'start' in 'call-recordings' must be one value, not a block"),
            new Bad(
                    "value for a block",
                    "target-days:\n      sales: 3\n      support: 14\n      complaints: 28\n      training: 28\n",
                    "target-days: 28\n",
                    "'target-days' in 'call-recordings' must be a block of 'key: value' lines, was a single value"),
            new Bad("anchor", "period: P180D", "period: &half P180D", "anchor '&half'; write the value out"),
            new Bad("alias", "period: P180D", "period: *half", "alias '*half'; write the value out"),
            new Bad(
                    "merge",
                    "    start: collected\n    kind: MAX",
                    "    <<: {kind: MAX}\n    start: collected",
                    "unknown key '<<' in 'ip-logs'"),
            new Bad(
                    "Java tag",
                    "period: P180D",
                    "period: !!java.time.Period P180D",
                    "tag 'tag:yaml.org,2002:java.time.Period'"),
            new Bad("tag on a block", "choices:\n", "choices: !!map\n", "tag 'tag:yaml.org,2002:map'"),
            new Bad("second document", "choices:\n", "---\nchoices:\n", "a second document begins"),
            new Bad("tab", "    period: P180D", "\tperiod: P180D", "holds a tab; indent with blanks"),
            new Bad("NUL", "period: P180D", "period: P18\0D", "holds a NUL byte"),
            new Bad("bell", "period: P180D", "period: P18\u0007D", "holds a control character"),
            new Bad("broken quotes", "version: \"2026-11\"", "version: \"2026-11", "not readable as YAML"),
            new Bad("wrong indentation", "    kind: RANGE", "   kind: RANGE", "not readable as YAML"),
            new Bad("sentence unquoted with colon", "period: P180D", "period: P180D: x", "not readable as YAML"));
}
