"""The fields of the head, as a sentence names them."""

from __future__ import annotations

from collections.abc import Mapping

FIELD_WORDS: Mapping[str, str] = {
    "cro_count": "quantidade de CROs",
    "cro": "CRO",
    "cro_state": "UF do CRO",
    "dentist_name": "nome do dentista",
    "cnpj": "CNPJ",
    "cpf": "CPF",
    "joined_on": "data de inclusão",
    "provider_type": "tipo (PJ ou PF)",
    "city": "cidade",
    "state": "UF",
    "serves_other_plans": "se atende outros convênios",
    "other_plans": "outros convênios",
    "us_value": "valor da US",
}
