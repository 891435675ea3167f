package se.partnersec.gallra.config.rules;

import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.yaml.PeriodParser;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.policy.rule.LegalBounds;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.support.text.Sentences;

/** Reads the rule of one category, and holds it against the limits no file can pass. */
final class RetentionRuleReader {
    private static final Sentences SENTENCES = Sentences.of("config");

    private static final List<String> ALWAYS =
            List.of("start", "kind", "period", "floor", "ceiling", "action", "basis", "law", "sentence");
    private static final Pattern BASIS = Pattern.compile("GDPR 6\\(1\\)\\([a-f]\\)|LEK");

    private final LegalBounds bounds;
    private final YamlMapping block;

    RetentionRuleReader(LegalBounds bounds, YamlMapping block) {
        this.bounds = bounds;
        this.block = block;
    }

    /** The rule, or null with its faults noted. */
    @Nullable
    RetentionRule rule() {
        checkKeys();
        checkStart();
        RetentionRule.Timing timing = timing();
        RetentionRule.Disposition disposition = PolicyReader.word(block, "action", RetentionRule.Disposition.values());
        List<String> basis = basis();
        List<String> law = block.texts("law");
        String sentence = block.text("sentence");
        LocalDate reviewBy = reviewBy();
        Integer spread = spread(timing);
        boolean sound = timing != null && withinBounds(timing);
        if (timing == null
                || disposition == null
                || basis == null
                || law == null
                || sentence == null
                || spread == null
                || !sound) {
            return null;
        }
        return new RetentionRule(
                bounds, timing, disposition, new RetentionRule.Grounds(basis, law, sentence), reviewBy, spread);
    }

    private boolean withinBounds(RetentionRule.Timing timing) {
        List<LegalBounds.Breach> breaches = bounds.breaches(timing);
        breaches.forEach(breach -> block.fault(
                breach.key(),
                SENTENCES.say("bounds.of", breach.key(), bounds.category().id()) + " "
                        + SENTENCES.say(sentence(breach.fault()), breach.args().toArray())));
        return breaches.isEmpty();
    }

    private static String sentence(LegalBounds.Fault fault) {
        return switch (fault) {
            case KIND -> "bounds.kind";
            case HUNDRED_YEARS -> "bounds.hundred-years";
            case LONGER_THAN_ZERO -> "bounds.longer-than-zero";
            case AT_MOST -> "bounds.at-most";
            case ABOVE_CEILING -> "bounds.above-ceiling";
            case AT_LEAST -> "bounds.at-least";
            case BELOW_FLOOR -> "bounds.below-floor";
            case IN_DAYS -> "bounds.in-days";
            case NO_LEAD -> "bounds.no-lead";
            case NO_TOLERANCE -> "bounds.no-tolerance";
            case LEAD -> "bounds.lead";
            case TOLERANCE -> "bounds.tolerance";
        };
    }

    private void checkKeys() {
        Set<String> known = new HashSet<>(ALWAYS);
        List<String> required = new ArrayList<>(ALWAYS);
        known.addAll(List.of("lead", "tolerance", "spread"));
        String kind = block.has("kind") ? block.text("kind") : null;
        if (kind != null) {
            required.add(kind.equals("MAX") || kind.equals("RANGE") ? "lead" : "tolerance");
        }
        if (bounds.daysByQueue()) {
            known.addAll(List.of("target-days", "unmapped-days"));
            required.addAll(List.of("target-days", "unmapped-days"));
        }
        if (bounds.reviewedOnly()) {
            known.add("review-by");
            if ("WHILE".equals(kind)) {
                required.add("review-by");
            }
        }
        block.allowOnly(known);
        block.require(required);
    }

    private void checkStart() {
        String start = block.text("start");
        if (start != null && !start.equals(bounds.start().word())) {
            block.fault(
                    "start",
                    SENTENCES.say(
                            "rules.start-must", block.name(), bounds.start().word(), start));
        }
    }

    private RetentionRule.@Nullable Timing timing() {
        RetentionRule.Timing.Kind kind = kind();
        String noPeriod = bounds.reviewedOnly() && kind == RetentionRule.Timing.Kind.WHILE ? "none" : null;
        String atOnce = bounds.ceiling().isZero() ? "at once" : null;
        Period period = PeriodParser.period(block, "period", noPeriod == null ? atOnce : noPeriod);
        Period floor = PeriodParser.period(block, "floor", "none");
        Period ceiling = PeriodParser.period(block, "ceiling", atOnce);
        Integer lead = block.has("lead") ? PeriodParser.days(block, "lead") : Integer.valueOf(0);
        Integer tolerance = block.has("tolerance") ? PeriodParser.days(block, "tolerance") : Integer.valueOf(0);
        if (noPeriod != null && period != null && !period.isZero()) {
            block.fault("period", SENTENCES.say("rules.period-but-kind-while-here-means", block.name(), period));
            return null;
        }
        if (kind == null || period == null || floor == null || ceiling == null || lead == null || tolerance == null) {
            return null;
        }
        return new RetentionRule.Timing(kind, period, lead, tolerance, floor, ceiling);
    }

    private RetentionRule.Timing.@Nullable Kind kind() {
        String text = block.text("kind");
        if (text == null) {
            return null;
        }
        for (RetentionRule.Timing.Kind kind : RetentionRule.Timing.Kind.values()) {
            if (kind.name().equals(text)) {
                return kind;
            }
        }
        block.fault("kind", SENTENCES.say("rules.kind-must-max-after-range-while", block.name(), text));
        return null;
    }

    private @Nullable List<String> basis() {
        List<String> basis = block.texts("basis");
        if (basis != null) {
            basis.stream()
                    .filter(entry -> !BASIS.matcher(entry).matches())
                    .forEach(entry -> block.fault(
                            "basis", SENTENCES.say("rules.basis-must-name-legal-basis-such", block.name(), entry)));
        }
        return basis;
    }

    /** The last turn must come before the last day, or a failed night breaks the promise. */
    private @Nullable Integer spread(RetentionRule.@Nullable Timing timing) {
        if (!block.has("spread")) {
            return 0;
        }
        Integer spread = PeriodParser.days(block, "spread");
        if (spread != null && timing != null && spread >= timing.tolerance()) {
            block.fault(
                    "spread",
                    SENTENCES.say(
                            "rules.spread-must-shorter-than-tolerance-days", block.name(), timing.tolerance(), spread));
            return null;
        }
        return spread;
    }

    private @Nullable LocalDate reviewBy() {
        String text = block.has("review-by") ? block.text("review-by") : null;
        if (text == null || text.equals("not set")) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            block.fault("review-by", SENTENCES.say("rules.review-must-day-such-2027-05", block.name(), text));
            return null;
        }
    }
}
