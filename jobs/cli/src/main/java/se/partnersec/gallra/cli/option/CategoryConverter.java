package se.partnersec.gallra.cli.option;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.Spelling;

/** Reads the name of a category that has a job. */
public final class CategoryConverter implements ITypeConverter<DataCategory> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final List<DataCategory> jobs;

    public CategoryConverter(List<DataCategory> jobs) {
        this.jobs = jobs;
    }

    @Override
    public DataCategory convert(String name) {
        List<String> known = jobs.stream().map(DataCategory::id).toList();
        return DataCategory.parse(name)
                .filter(jobs::contains)
                .orElseThrow(() -> new TypeConversionException(SENTENCES.say(
                        "option.there-no-category-choose-from",
                        name,
                        Spelling.meant(name, known),
                        String.join(", ", known))));
    }
}
