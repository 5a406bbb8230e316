package io.sluice.loadtest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sluice.common.HouseRules;
import org.junit.jupiter.api.Test;

/** The structure of this module, as rules. */
class ArchitectureTest {

    private static final String ROOT = "io.sluice.loadtest";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages(ROOT);

    @Test
    void theRulesSeeTheClasses() {
        assertThat(MAIN.size()).isGreaterThan(50);
        assertThat(TESTS.size()).isGreaterThan(20);
    }

    @Test
    void theHouseRulesHold() {
        HouseRules.packagesAreInOrder(MAIN, ROOT);
        HouseRules.classesAreClosedAndWellNamed(MAIN);
        HouseRules.theRestOfTheProcessIsLeftAlone(MAIN);
        HouseRules.testsWaitForConditions(TESTS);
    }

    @Test
    void packagesUseOnlyThoseBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("tools")
                .definedBy(ROOT + ".measure", ROOT + ".client", ROOT + ".cluster")
                .layer("loads")
                .definedBy(ROOT + ".feed", ROOT + ".scenario", ROOT + ".demo")
                .layer("report")
                .definedBy(ROOT + ".report")
                .layer("root")
                .definedBy(ROOT)
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("loads")
                .mayOnlyBeAccessedByLayers("report", "root")
                .check(MAIN);
    }

    /** It measures the servers from outside, by the protocol that anybody could speak. */
    @Test
    void theServersAreKnownAsProcessesOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sluice.gateway..", "io.sluice.router..", "io.netty..")
                .check(MAIN);
    }
}
