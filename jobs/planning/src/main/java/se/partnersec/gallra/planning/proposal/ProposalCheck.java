package se.partnersec.gallra.planning.proposal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.ConfigProblem;
import se.partnersec.gallra.database.check.MappingCheck;
import se.partnersec.gallra.planning.proposal.ProposedBlock.Line;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Holds a proposal against the reader of the file and against preflight's check of the tables, category by category, and marks each line that
 * either would refuse.
 */
final class ProposalCheck {
    private static final String FILE = "sources.yml";

    /** What is missing has a mark already; both languages of the configuration reader. */
    private static final Pattern ASKED = Pattern.compile(
            "^'[^']+' (is missing in|saknas i) |(needs a block|behöver ett block) '|(has no|saknar) 'scopes'");

    private final DataSource database;
    private final Map<DataCategory, RequiredRoles> needs;

    ProposalCheck(DataSource database, Map<DataCategory, RequiredRoles> needs) {
        this.database = database;
        this.needs = needs;
    }

    /** Marks lines. */
    void mark(ProposedBlock top) {
        ProposedBlock categories = top.block("categories");
        for (String id : List.copyOf(categories.entries().keySet())) {
            if (categories.entries().get(id) instanceof ProposedBlock) {
                mark(only(top, id), true);
            }
        }
        // What the blocks must not say together.
        mark(ProposalText.unmarked(top), false);
    }

    /** @param live whether the database is asked as well, once the reader takes the text */
    private void mark(ProposalText text, boolean live) {
        List<ConfigProblem> problems = new ArrayList<>();
        try {
            SourceMapping mapping =
                    SourceMappingReader.parse(FILE, text.text().getBytes(StandardCharsets.UTF_8), needs);
            if (live) {
                problems.addAll(MappingCheck.check(database, mapping).problems());
            }
        } catch (ConfigException e) {
            problems.addAll(e.faults());
        }
        problems.removeIf(
                problem -> ASKED.matcher(problem.message()).find() || MappingCheck.aboutRights(problem.message()));
        problems.forEach(problem -> {
            Line line = text.at(problem.line());
            if (line != null && !line.reason().contains(problem.message())) {
                line.doubt(problem.message());
            }
        });
    }

    /** The file with one category: what is missing of another must not hide what the database says of this one. */
    private static ProposalText only(ProposedBlock top, String category) {
        ProposedBlock one = new ProposedBlock();
        top.entries().forEach((key, entry) -> {
            if (key.equals("categories")) {
                one.block("categories")
                        .entries()
                        .put(category, top.block("categories").block(category));
            } else if (!key.equals("inventory")) {
                one.entries().put(key, entry);
            }
        });
        return ProposalText.unmarked(one);
    }
}
