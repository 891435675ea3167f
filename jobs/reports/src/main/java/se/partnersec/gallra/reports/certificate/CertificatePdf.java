package se.partnersec.gallra.reports.certificate;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.PolicyDescription;
import se.partnersec.gallra.reports.certificate.LedgerClaim.Count;
import se.partnersec.gallra.reports.copies.ResidualCopiesDescription;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.support.pdf.Document;
import se.partnersec.gallra.support.pdf.Document.Fact;
import se.partnersec.gallra.support.pdf.Document.Head;

/** A certificate as people read it. It says nothing that its file does not say. */
final class CertificatePdf {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(SwedishCalendar.ZONE);

    private final Certificate certificate;
    private final @Nullable String key;
    private final Messages words;
    private final Document paper;

    /** @param key that signs the file; null: none does */
    CertificatePdf(Certificate certificate, @Nullable String key, Messages words) {
        this.certificate = certificate;
        this.key = key;
        this.words = words;
        this.paper = new Document(words.say("certificate.title"), words.language(), false);
    }

    void write(OutputStream out) throws IOException {
        about();
        gone();
        stayed();
        rules();
        runs();
        evidence();
        copies();
        checked();
        paper.write(out);
    }

    private void about() {
        CertificateSubject subject = certificate.subject();
        paper.sentence(
                subject.run() != null
                        ? words.say("certificate.of-run", Long.toString(subject.run()))
                        : words.say(
                                "certificate.of-days",
                                String.valueOf(subject.since()),
                                String.valueOf(subject.until()),
                                zone()));
        LedgerClaim ledger = certificate.ledger();
        long records = LedgerClaim.records(ledger.gone());
        LocalDateTime first = ledger.firstAt();
        LocalDateTime last = ledger.lastAt();
        paper.sentence(
                first == null || last == null
                        ? words.say("certificate.nothing")
                        : words.say("certificate.total", number(records), time(first), time(last), zone()));
        paper.facts(List.of(
                fact("certificate.issued", MINUTE.format(certificate.checked().at()) + " " + zone()),
                fact(
                        "certificate.issued-by",
                        certificate.checked().by() + ", "
                                + certificate.checked().program()),
                fact("certificate.sha256", certificate.sha256()),
                fact(
                        "certificate.signed",
                        key == null
                                ? words.say("certificate.unsigned-paper")
                                : words.say("certificate.signed-by", key))));
    }

    private void gone() {
        LedgerClaim ledger = certificate.ledger();
        paper.part(words.say("certificate.gone"));
        table(heads("category", "outcome", ">records"), sums(ledger.gone()), "certificate.gone-note");
        beside("certificate.object-only", ledger.objectOnly());
        beside("certificate.elsewhere", ledger.elsewhere());
    }

    /** Neither destroyed by the runs nor still there: a line of its own. */
    private void beside(String key, List<Count> counts) {
        if (!counts.isEmpty()) {
            paper.sentence(words.say(key, number(LedgerClaim.records(counts))));
        }
    }

    private void stayed() {
        paper.part(words.say("certificate.stayed"));
        table(
                heads("category", "outcome", ">records"),
                sums(certificate.ledger().stayed()),
                "certificate.stayed-note");
        if (certificate.findings().isEmpty()) {
            boolean nothing = certificate.runs().isEmpty()
                    && certificate.ledger().ranges().isEmpty();
            paper.sentence(words.say(nothing ? "certificate.no-runs" : "certificate.no-findings"));
            return;
        }
        paper.sentence(words.say(
                "certificate.findings", MINUTE.format(certificate.checked().at())));
        paper.table(
                heads("category", "reason", ">records"),
                certificate.findings().stream()
                        .map(each ->
                                List.of(each.category(), words.code("reason.", each.code()), number(each.records())))
                        .toList());
    }

    /** A table with its note, or that there is nothing. */
    private void table(List<Head> heads, List<List<String>> rows, @Nullable String note) {
        if (rows.isEmpty()) {
            paper.sentence(words.say("certificate.none"));
            return;
        }
        paper.table(heads, rows);
        if (note != null) {
            paper.note(words.say(note));
        }
    }

    private List<List<String>> sums(List<Count> counts) {
        List<List<String>> rows = new ArrayList<>();
        LedgerClaim.sums(counts)
                .forEach((category, outcomes) -> outcomes.forEach((outcome, records) ->
                        rows.add(List.of(category, words.code("outcome.", outcome), number(records)))));
        return rows;
    }

    private void rules() {
        paper.part(words.say("certificate.rules"));
        if (certificate.rules().isEmpty()) {
            paper.sentence(words.say("certificate.none"));
        } else {
            paper.note(words.say("certificate.rules-note"));
        }
        for (Certificate.Rule rule : certificate.rules()) {
            RetentionRule.Grounds grounds = rule.grounds();
            paper.facts(List.of(
                    fact("report.column.category", rule.category().id()),
                    fact(
                            "certificate.rule",
                            new PolicyDescription(rule.policy(), words.language()).rule(rule.category())),
                    fact("certificate.promise", "\u201d" + grounds.sentence() + "\u201d"),
                    fact(
                            "certificate.law",
                            String.join(", ", grounds.law()) + " (" + String.join(", ", grounds.basis()) + ")"),
                    fact("certificate.policy", rule.policy().version() + ", " + rule.fingerprint())));
        }
        if (!certificate.otherRules().isEmpty()) {
            paper.warning(words.say("certificate.other-rules", String.join(", ", certificate.otherRules())));
        }
        certificate.adopted().forEach(each -> each.write(paper, words, MINUTE));
    }

    private void runs() {
        paper.part(words.say("certificate.runs"));
        table(
                heads(">run", "category", "as_of", "ended", "result", "verified"),
                certificate.runs().stream().map(this::run).toList(),
                "certificate.runs-note");
    }

    private List<String> run(RunFact run) {
        LocalDateTime ended = run.ended();
        return List.of(
                Long.toString(run.run()),
                run.category(),
                run.asOf().toString(),
                ended == null ? "" : time(ended),
                run.outcome() == null ? "" : words.code("exit.", run.outcome()),
                words.say(run.verified() ? "certificate.yes" : "certificate.no"));
    }

    private void evidence() {
        paper.part(words.say("certificate.evidence"));
        table(
                heads("category", ">from_row", ">to_row", "hash"),
                certificate.ledger().ranges().stream()
                        .map(range -> List.of(
                                range.category() + (range.part() == 0 ? "" : "/" + range.part()),
                                Long.toString(range.from()),
                                Long.toString(range.to()),
                                range.sha256()))
                        .toList(),
                null);
        List<String> seals = certificate.seals().stream()
                .map(seal -> words.say(
                        "certificate.seal",
                        Long.toString(seal.number()),
                        MINUTE.format(seal.sealedAt()),
                        number(seal.rows()),
                        seal.root()))
                .toList();
        paper.points(seals);
        if (certificate.unsealed() > 0) {
            paper.warning(words.say("certificate.unsealed", number(certificate.unsealed())));
        }
    }

    private void copies() {
        LocalDate day = certificate.copies().day();
        ResidualCopiesDescription said = new ResidualCopiesDescription(words::say);
        paper.part(words.say("certificate.copies"));
        paper.sentence(words.say(
                certificate.ledger().lastAt() == null ? "certificate.copies-note.any" : "certificate.copies-note",
                day));
        paper.table(
                heads("place", "said_by", "until", "detail"),
                certificate.copies().lines().stream()
                        .map(line -> List.of(said.place(line), said.source(line), said.until(line), line.detail()))
                        .toList());
        certificate.copies().differences().forEach(each -> paper.warning(said.difference(each)));
        said.open(certificate.copies()).forEach(paper::warning);
    }

    private void checked() {
        Certificate.Checked checked = certificate.checked();
        paper.part(words.say("certificate.checked"));
        String ledger = words.say("certificate.checked-ledger", number(checked.rows()), number(checked.records()));
        String seals = words.say("certificate.checked-seals", number(checked.seals()));
        String signatures = words.say(checked.signatures() ? "certificate.signatures" : "certificate.no-signatures");
        List<String> points = new ArrayList<>(
                checked.seals() == 0
                        ? List.of(ledger, words.say("certificate.checked-no-seals"))
                        : List.of(ledger, seals, signatures));
        points.add(
                checked.audit().good() == 0 && checked.audit().open() > 0
                        ? words.say("certificate.checked-audit.none")
                        : words.say(
                                "certificate.checked-audit",
                                number(checked.audit().good())));
        if (checked.audit().open() > 0) {
            points.add(
                    words.say("certificate.checked-open", number(checked.audit().open())));
        }
        points.add(
                checked.census().before() == 0
                        ? words.say("certificate.no-census-before")
                        : words.say(
                                "certificate.checked-census",
                                number(checked.census().number())));
        if (!checked.census().sealed()) {
            points.add(words.say("certificate.census-not-sealed"));
        }
        paper.points(points);
        paper.sentence(words.say("certificate.not-checked"));
        paper.points(List.of(
                words.say("certificate.not-copies"),
                words.say("certificate.not-media"),
                words.say("certificate.not-who"),
                words.say("certificate.not-later")));
    }

    private List<Head> heads(String... keys) {
        List<Head> heads = new ArrayList<>();
        for (String key : keys) {
            boolean number = key.startsWith(">");
            heads.add(new Head(words.say("report.column." + (number ? key.substring(1) : key)), number));
        }
        return heads;
    }

    private Fact fact(String key, String text) {
        return new Fact(words.say(key), text);
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n).replace(',', '\u00A0');
    }

    private static String time(LocalDateTime utc) {
        return MINUTE.format(utc.toInstant(ZoneOffset.UTC));
    }

    private static String zone() {
        return SwedishCalendar.ZONE.getId();
    }
}
