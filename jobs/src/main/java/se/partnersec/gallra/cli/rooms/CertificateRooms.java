package se.partnersec.gallra.cli.rooms;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.reports.certificate.CertificateSubject;
import se.partnersec.gallra.reports.certificate.CertificateVerifier;
import se.partnersec.gallra.reports.certificate.CertificateWriter;
import se.partnersec.gallra.reports.copies.CopyHorizon;
import se.partnersec.gallra.reports.table.Messages;

/** Certificates of destruction; nothing here writes to the database. */
public interface CertificateRooms {
    /** What else holds what is erased today. */
    CopyHorizon horizon();

    /**
     * Issues a certificate.
     *
     * @param publicKey by what seals are believed; null for the one of the settings
     * @param program what issues it, and its version
     * @param file ends in .json, or in .pdf: then the JSON is written beside it
     */
    CertificateWriter.Written issue(
            CertificateSubject subject,
            @Nullable Path publicKey,
            Messages wording,
            String program,
            Path file,
            boolean force);

    /** Whether a certificate still holds, by the ledger of the database. */
    CertificateVerifier.Result verify(Path file, @Nullable Path publicKey, @Nullable Path exported);
}
