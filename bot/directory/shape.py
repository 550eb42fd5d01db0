"""How an HSDS document nests: which objects stand inside which, and what we do not keep."""

CHILDREN: dict[str, dict[str, str]] = {
    "organization": {"services": "service", "locations": "location", "phones": "phone"},
    "service": {
        "organization": "organization",
        "service_at_locations": "service_at_location",
        "phones": "phone",
        "schedules": "schedule",
        "languages": "language",
        "cost_options": "cost_option",
        "service_areas": "service_area",
        "attributes": "attribute",
    },
    "service_at_location": {"location": "location", "phones": "phone", "schedules": "schedule"},
    "location": {
        "addresses": "address",
        "phones": "phone",
        "schedules": "schedule",
        "languages": "language",
    },
    "phone": {"languages": "language"},
    "attribute": {"taxonomy_term": "taxonomy_term"},
}
# Names of HSDS 3.0 and 3.1 that the directory does not keep
NOT_KEPT = frozenset(
    """accessibility accreditations additional_urls additional_websites attributes byweekno
    byyearday capacities contact_id contacts count external_identifier external_identifier_type
    fees funding geometry label licenses logo metadata organization_identifiers
    parent_id parent_organization_id program program_id programs required_documents
    tax_id tax_status taxonomy_detail taxonomy_id unit version wait_time wkst year_incorporated
    attention""".split()
)
