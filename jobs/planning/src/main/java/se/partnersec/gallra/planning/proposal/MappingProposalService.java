package se.partnersec.gallra.planning.proposal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.database.catalog.InformationSchema;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.objectstore.bucket.ConditionalDeleteProbe;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.planning.survey.ColumnSampler;
import se.partnersec.gallra.planning.survey.SchemaSurvey;
import se.partnersec.gallra.planning.survey.SurveyedTable;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.wording.LabelledText;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.file.AtomicFile;
import se.partnersec.gallra.support.text.Sentences;

/** Proposes the first mapping of a company from its tables and its bucket. Reads only. */
public final class MappingProposalService {
    private static final Sentences SENTENCES = Sentences.of("planning");
    private static final int MOST_PREFIXES = 50;

    private final DatabaseLogin reader;
    private final Supplier<? extends @Nullable ObjectBucket> bucket;
    private final Map<DataCategory, RequiredRoles> needs;
    private final Path folder;

    /**
     * @param bucket gives null where none is configured
     * @param folder of the configuration
     */
    public MappingProposalService(
            DatabaseLogin reader,
            Supplier<? extends @Nullable ObjectBucket> bucket,
            Map<DataCategory, RequiredRoles> needs,
            Path folder) {
        this.folder = folder;
        this.reader = reader;
        this.bucket = bucket;
        this.needs = needs;
    }

    /** Where runs look for the mapping. */
    public Path usualFile() {
        return folder.resolve(ConfigurationFiles.SOURCES);
    }

    /** Writes a proposal to a file that is not there yet, for its owner only. */
    public void write(Path file, MappingProposal proposal) {
        try (AtomicFile written = new AtomicFile(file, false)) {
            written.out().write(proposal.text().getBytes(StandardCharsets.UTF_8));
            written.publish();
        } catch (IOException e) {
            throw RefusedException.usage(SENTENCES.say("proposal.cannot-written-check-folder-rights", file, e));
        }
    }

    /** Schemas with tables that may be the business's: those this account sees, without our own. */
    public List<String> schemas() {
        InformationSchema catalog = new InformationSchema(reader.jdbc());
        String own = catalog.own();
        return catalog.schemas().stream()
                .filter(schema -> !schema.equals(own))
                .filter(schema -> !catalog.tables(schema, 1).isEmpty())
                .toList();
    }

    /**
     * Reads the tables of the schemas and proposes.
     *
     * @param zone whose wall clock all DATETIME columns show; null where nobody says so
     */
    public MappingProposal propose(
            Collection<String> schemas, @Nullable ZoneId zone, LocalDate today, Locale language) {
        JdbcTemplate jdbc = reader.jdbc();
        LabelledText words = new LabelledText("planning", language);
        SchemaSurvey survey = SchemaSurvey.read(jdbc, schemas);
        if (survey.tables().isEmpty()) {
            throw RefusedException.usage(
                    SENTENCES.say("proposal.there-no-table-account-may-see", String.join(", ", schemas)));
        }
        ColumnSampler sampler = new ColumnSampler(jdbc);
        ProposalBasis basis = new ProposalBasis(survey, sampler, new Identities(survey, words), words, zone);
        MappingProposer proposer = new MappingProposer(basis, needs, mostTables(survey));
        List<String> unsampled = new ArrayList<>();
        ProposedBlock top = proposer.propose(prefixes(unsampled));
        unsampled.addAll(sampler.refused());
        new ProposalCheck(reader.dataSource(), needs).mark(top);
        ProposalText text =
                ProposalText.of(head(words, proposer, unsampled, survey, today), top, words.say("propose.rests"));
        return new MappingProposal(
                text.text(),
                text.proposed(),
                survey.tables().size(),
                proposer.missing(),
                survey.skipped(),
                List.copyOf(unsampled));
    }

    private static List<String> head(
            LabelledText words,
            MappingProposer proposer,
            List<String> unsampled,
            SchemaSurvey survey,
            LocalDate today) {
        List<String> head = new ArrayList<>();
        head.add("yaml-language-server: $schema=schemas/sources.schema.json");
        head.add(words.say("propose.head", today));
        head.add(words.say("propose.head.marks"));
        if (!proposer.missing().isEmpty()) {
            head.add(words.say(
                    "propose.head.missing",
                    proposer.missing().stream().map(DataCategory::id).collect(Collectors.joining(", "))));
        }
        if (!survey.skipped().isEmpty()) {
            head.add(words.say("propose.head.skipped", String.join(", ", survey.skipped())));
        }
        if (!unsampled.isEmpty()) {
            head.add(words.say("propose.head.unsampled", String.join(", ", unsampled)));
        }
        return head;
    }

    private static String mostTables(SchemaSurvey survey) {
        return survey.tables().stream()
                .collect(Collectors.groupingBy(SurveyedTable::schema, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElseThrow();
    }

    /** Beginnings of keys directly in the bucket, as far as one listing shows them. */
    private List<String> prefixes(List<String> unsampled) {
        ObjectBucket store = bucket.get();
        try {
            return store == null
                    ? List.of()
                    : store.level("").prefixes().stream()
                            .filter(prefix -> !prefix.equals(ConditionalDeleteProbe.PREFIX))
                            .limit(MOST_PREFIXES)
                            .toList();
        } catch (ObjectStoreException e) {
            // Of the tables a proposal can be made all the same; the file says what it lacks.
            unsampled.add("bucket " + store.name());
            return List.of();
        }
    }
}
