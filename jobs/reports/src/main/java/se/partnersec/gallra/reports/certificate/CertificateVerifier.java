package se.partnersec.gallra.reports.certificate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.ledger.evidence.OfflineVerifier;
import se.partnersec.gallra.ledger.evidence.SealVerifier;
import se.partnersec.gallra.ledger.seal.SealLookup;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.json.JsonTree;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Tells whether a certificate still holds: what it says of the ledger is made anew from the ledger and compared letter by
 * letter, and the seals it names are looked for.
 */
public final class CertificateVerifier {
    private static final Sentences SENTENCES = Sentences.of("reports");
    private final CertificateFile file;
    private final CertificateFile.Issuer issuer;
    private final List<String> problems = new ArrayList<>();

    private CertificateVerifier(CertificateFile file, @Nullable SealPublicKeys issuers) {
        this.file = file;
        this.issuer = file.issuer(issuers);
        if (!file.sumMatches()) {
            // The ledger then says at which place.
            problems.add(SENTENCES.say("certificate.checksum-not-text"));
        }
        if (issuer == CertificateFile.Issuer.FORGED) {
            problems.add(SENTENCES.say("certificate.signature-not-text-letter-changed-another"));
        }
    }

    /**
     * @param sha256 the checksum of the certificate, to be compared with the one on paper
     * @param counts whether the counts were made anew; without the ledger itself they cannot be
     * @param signatures whether the signatures of the seals were checked
     * @param sealed how many of its rows seals cover now
     * @param rows how many rows of the ledger it is about
     * @param open records that could not be evaluated when it was issued
     * @param counted whether, when it was issued, the records on hold had been counted before, and that census was sealed
     * @param signed whether a key of those who issue certificates has signed it; {@code UNSIGNED}, {@code UNKNOWN} else
     * @param problems what does not hold; none if all does
     */
    public record Result(
            String sha256,
            boolean counts,
            boolean signatures,
            long sealed,
            long rows,
            long open,
            boolean counted,
            CertificateFile.Issuer signed,
            List<String> problems) {
        public boolean ok() {
            return problems.isEmpty();
        }

        /** Whether somebody who is known vouches for all of it. */
        public boolean complete() {
            return counts
                    && signatures
                    && sealed == rows
                    && open == 0
                    && counted
                    && signed == CertificateFile.Issuer.SIGNED;
        }
    }

    /**
     * @param issuers keys of those who issue certificates; null: none is known
     * @throws RefusedException if the file is no certificate, or is not written as one is
     */
    public static CertificateVerifier of(Path file, @Nullable SealPublicKeys issuers) {
        return new CertificateVerifier(CertificateFile.read(file), issuers);
    }

    /** Against the ledger of the database. @param database of an account that may only read */
    public Result database(DataSource database, CertificateIssuer.Trust trust) {
        JdbcTemplate jdbc = new JdbcTemplate(database);
        JdbcTransactionManager transactions = new JdbcTransactionManager(database);
        TransactionTemplate snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return Objects.requireNonNull(snapshot.execute(t -> {
            LedgerVerifier.Result ledger = new LedgerVerifier(jdbc, transactions).verify(Optional.empty());
            ledger.problems().forEach(problem -> problems.add(problem.toString()));
            OfflineVerifier.Result seals = new SealVerifier(jdbc, transactions).verify(trust.keys(), trust.exported());
            LedgerClaimReader reader = new LedgerClaimReader(file.subject());
            new LedgerRows(jdbc).each(reader);
            compare(reader);
            return result(true, seals, SealLookup.of(jdbc));
        }));
    }

    /**
     * By the public key and exported seals alone, and a copy of the ledger if there is one.
     *
     * @param ledger what {@code gallra ledger export} wrote; null: then the counts are not checked
     */
    public Result offline(SealPublicKeys keys, Path seals, @Nullable Path ledger) {
        OfflineVerifier verification = OfflineVerifier.of(keys, seals);
        if (ledger == null) {
            file.ranges().forEach(range -> range(verification, range));
            return sealed(result(false, verification.seals(), verification.cover()));
        }
        LedgerClaimReader reader = new LedgerClaimReader(file.subject());
        OfflineVerifier.Result result = verification.ledger(ledger, stored -> reader.accept(LedgerClaimRow.of(stored)));
        compare(reader);
        return sealed(result(true, result, verification.cover()));
    }

    /** Without the database a row that no seal covers is vouched for by nobody: whoever wrote the copy may have added it. */
    private static Result sealed(Result result) {
        long open = result.rows() - result.sealed();
        if (open == 0) {
            return result;
        }
        List<String> all = new ArrayList<>(result.problems());
        all.add(SENTENCES.say("certificate.rows-covered-none-seals-given-let", open, result.rows()));
        return new Result(
                result.sha256(),
                result.counts(),
                result.signatures(),
                result.sealed(),
                result.rows(),
                result.open(),
                result.counted(),
                result.signed(),
                List.copyOf(all));
    }

    private void compare(LedgerClaimReader reader) {
        JsonTree.Difference difference =
                JsonTree.difference(Certificate.LEDGER, reader.claim().tree(), file.ledger());
        if (difference != null) {
            problems.add(
                    SENTENCES.say("certificate.ledger-says", difference.path(), difference.one(), difference.other()));
        }
    }

    private void range(OfflineVerifier verification, CertificateFile.NamedRange range) {
        RangeHash hash = new RangeHash(range.category(), range.part(), range.from());
        for (long seq = range.from(); seq <= range.to(); seq++) {
            byte[] row = verification.rowHash(range.category(), range.part(), seq);
            if (row == null) {
                problems.add(SENTENCES.say("certificate.row-not-sealed", seq, range.category()));
                return;
            }
            hash.add(row);
        }
        if (!hash.hex().equals(range.sha256())) {
            problems.add(SENTENCES.say(
                    "certificate.rows-not-those-were-sealed", range.from(), range.to(), range.category()));
        }
    }

    private Result result(boolean counts, OfflineVerifier.Result seals, SealLookup cover) {
        problems.addAll(seals.problems());
        for (CertificateFile.Named named : file.seals()) {
            boolean there = cover.all().stream()
                    .anyMatch(seal ->
                            seal.number() == named.number() && seal.root().equals(named.root()));
            if (!there) {
                problems.add(SENTENCES.say("certificate.there-no-seal-root-names", named.number()));
            }
        }
        long rows = 0;
        long sealed = 0;
        for (CertificateFile.NamedRange range : file.ranges()) {
            rows += range.to() - range.from() + 1;
            sealed += cover.of(range.category(), range.part(), range.from(), range.to()).stream()
                    .mapToLong(seal -> SealLookup.rows(seal, range.category(), range.part(), range.from(), range.to()))
                    .sum();
        }
        return new Result(
                file.sha256(),
                counts,
                seals.signatures(),
                sealed,
                rows,
                file.notEvaluated(),
                file.counted(),
                issuer,
                List.copyOf(problems));
    }
}
