package io.sluice.router;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.sluice.common.HouseRules;
import io.sluice.common.cluster.NodeRecord;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The structure of the router, as rules. */
class ArchitectureTest {

    private static final String ROOT = "io.sluice.router";

    /** Where channels of Netty are handled, or its resolver of names, and nowhere else. */
    private static final Set<String> NETTY =
            Set.of("BackendChannel", "ClientChannel", "DnsLookup", "Relay", "RelayHandler");

    /** Adders that all loops count in and a scrape reads. */
    private static final Set<String> SUMMED_UP = Set.of(ROOT + ".proxy.relay.RelayHandler.bytes");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages(ROOT);

    @Test
    void theRulesSeeTheClasses() {
        assertThat(MAIN.size()).isGreaterThan(40);
        assertThat(TESTS.size()).isGreaterThan(20);
    }

    @Test
    void theHouseRulesHold() {
        HouseRules.packagesAreInOrder(MAIN, ROOT);
        HouseRules.classesAreClosedAndWellNamed(MAIN);
        HouseRules.nothingBlocks(MAIN);
        HouseRules.stateSaysWhoMayTouchIt(MAIN, Set.of(), SUMMED_UP);
        HouseRules.theRestOfTheProcessIsLeftAlone(MAIN);
        HouseRules.testsWaitForConditions(TESTS);
    }

    @Test
    void onlyTheMainClassWritesToStandardStreams() {
        noClasses()
                .that(not(simpleNameEndingWith("Main")))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(MAIN);
    }

    @Test
    void unitTestsNeedNoRedis() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Test")
                .should()
                .dependOnClassesThat(
                        describe("start a Redis", type -> type.getName().equals("io.sluice.common.redis.TestRedis")))
                .check(TESTS);
    }

    @Test
    void packagesUseOnlyThoseBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("backend")
                .definedBy(ROOT + ".backend")
                .layer("discovery")
                .definedBy(ROOT + ".discovery")
                .layer("dns")
                .definedBy(ROOT + ".discovery.dns")
                .layer("kubernetes")
                .definedBy(ROOT + ".discovery.kubernetes")
                .layer("probe")
                .definedBy(ROOT + ".probe")
                .layer("health")
                .definedBy(ROOT + ".health")
                .layer("balance")
                .definedBy(ROOT + ".balance")
                .layer("pool")
                .definedBy(ROOT + ".pool")
                .layer("key")
                .definedBy(ROOT + ".key")
                .layer("negotiate")
                .definedBy(ROOT + ".negotiate")
                .layer("relay")
                .definedBy(ROOT + ".proxy.relay")
                .layer("proxy")
                .definedBy(ROOT + ".proxy")
                .layer("root")
                .definedBy(ROOT)
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("proxy")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("relay")
                .mayOnlyBeAccessedByLayers("proxy", "root")
                .whereLayer("negotiate")
                .mayOnlyBeAccessedByLayers("proxy", "root")
                .whereLayer("pool")
                .mayOnlyBeAccessedByLayers("negotiate", "proxy", "root")
                .whereLayer("key")
                .mayOnlyBeAccessedByLayers("negotiate", "proxy", "root")
                .whereLayer("balance")
                .mayOnlyBeAccessedByLayers("pool", "key", "root")
                .whereLayer("probe")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("health")
                .mayOnlyBeAccessedByLayers("pool", "probe", "root")
                .whereLayer("dns")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("kubernetes")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("discovery")
                .mayOnlyBeAccessedByLayers("dns", "kubernetes", "probe", "pool", "root")
                .ensureAllClassesAreContainedInArchitecture()
                .check(MAIN);
    }

    @Test
    void nettyIsMetInTheRelayAndWhereNamesAreResolved() {
        DescribedPredicate<JavaClass> namedClasses = describe("handle channels", type -> NETTY.contains(topOf(type)));
        noClasses()
                .that(not(namedClasses))
                .should()
                .dependOnClassesThat(resideInAPackage("io.netty.."))
                .check(MAIN);
    }

    @Test
    void theInsideOfVertxIsMetWhereConnectionsAreTakenOver() {
        noClasses()
                .that(not(describe("take over", type -> Set.of("BackendChannel", "ClientChannel")
                        .contains(topOf(type)))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx.core.internal..", "io.vertx.core..impl.."))
                .check(MAIN);
    }

    @Test
    void choosingABackendNeedsNoVertx() {
        noClasses()
                .that(resideInAnyPackage(ROOT + ".backend", ROOT + ".balance", ROOT + ".health", ROOT + ".pool"))
                .should()
                .dependOnClassesThat(resideInAPackage("io.vertx.."))
                .check(MAIN);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.vertx.redis.."))
                .check(MAIN);
    }

    @Test
    void timeAndChanceAreInjected() {
        noClasses()
                .should(callMethod(System.class, "currentTimeMillis"))
                .orShould(callMethod(System.class, "nanoTime"))
                .orShould(callMethod(Instant.class, "now"))
                .orShould(callMethod(Math.class, "random"))
                .check(MAIN);
    }

    @Test
    void theClocksOfOtherMachinesHaveNoPartInAnything() {
        noClasses().should(callMethod(NodeRecord.class, "startedUnixMillis")).check(MAIN);
    }

    @Test
    void metersAreMadeInOneClass() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Metrics")
                .should()
                .dependOnClassesThat(resideInAPackage("io.micrometer.core.."))
                .check(MAIN);
    }

    /** The name of the class itself, or of the outermost class around it. */
    private static String topOf(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::topOf).orElse(type.getSimpleName());
    }
}
