"""`vinculo sandbox protocols`: an invented protocol system (SAD) to try things out on, faults at will."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from vinculo.cli import exit_codes
from vinculo.cli.sandbox_serving import Log, add_serving_arguments, fail, serve, wrong_port
from vinculo.sandbox.protocols.defaults import USUAL_PORT, USUAL_TOKEN

MOST_INCOMING = 5000

DESCRIPTION = """\
Inicia um sistema de protocolos (SAD) inventado, só nesta máquina, até Ctrl-C. Abre protocolos, um
por Idempotency-Key, recebe anexos e entrega pedidos de prestadores que querem sair da rede: os do
SIO de demonstração com a mesma semente, e alguns desconhecidos. Sem --state, nada fica guardado.
"""

EPILOG = """\
exemplos:
  vinculo sandbox protocols
  vinculo sandbox protocols --port 0 --ready-file /tmp/sad.url
  vinculo sandbox protocols --state /tmp/sad.jsonl --fault all~2% --fault slow=0.2~10%
  vinculo sandbox protocols --fault error_after@open
  curl -H 'Authorization: Bearer sad-demo' -H 'Idempotency-Key: k1' http://127.0.0.1:8101/protocols -d \\
    '{"tipo": "Desligamento", "em_nome_de": "Clínica", "assunto": "Pedido", "texto": "…", "anexos": []}'
  curl -H 'Authorization: Bearer sad-demo' 'http://127.0.0.1:8101/protocols?idempotency_key=k1'
  curl -X PUT -d '{"down": true}' http://127.0.0.1:8101/_faults
  curl -d '{"error_before": {"times": 2, "at": "open"}}' http://127.0.0.1:8101/_faults
  curl http://127.0.0.1:8101/_protocols

endereços (com o token):
  POST /protocols                              abre: tipo, em_nome_de, assunto, texto, anexos (nomes);
                                               201 com numero e aberto_em, 200 se já estava aberto,
                                               409 se a chave serviu para outro pedido
  GET  /protocols?idempotency_key=CHAVE        items: o protocolo, ou nenhum
  GET  /protocols/NUMERO                       o protocolo, com seus anexos
  PUT  /protocols/NUMERO/attachments/NOME      o arquivo, em bytes; devolve o sha256
  GET  /incoming?since=MOMENTO&page=1&size=50  pedidos que ninguém recebeu ainda
  POST /incoming/NUMERO/taken                  recebido; sai da lista

falhas (NOME, NOME=VALOR, NOME@LUGAR, NOME~10%; all: todas as que passam sozinhas):
  down                fecha a conexão sem responder    unauthorised        responde 401
  slow=1              demora, em segundos              rate_limit=1        responde 429, com Retry-After
  error_before        500, sem fazer nada              error_after         faz, e responde 500
  cut_before          corta a conexão, sem fazer nada  cut_after           faz, e corta a resposta no meio
  html_instead        uma página HTML, sem fazer nada  garbage             faz, e responde bytes sem sentido
  no_number           faz, e responde sem o número     duplicate_delivery  entrega os pedidos duas vezes
  used_number         responde o número de outro       clock_step=3600     relógio errado, em segundos

lugares: open, look_up, attach, incoming, take. Sem lugar, as de antes e depois atingem open, attach e take;
no_number, used_number e clock_step, open; duplicate_delivery, incoming; as outras, tudo.

controle (sem token):
  PUT /_faults      só estas falhas: {"slow": {"value": 2, "at": "open", "share": 10, "times": 3}}
  POST /_faults     estas também; false desliga uma. DELETE desliga todas, GET mostra e conta
  GET /_protocols   o que foi aberto, com a chave e quantas vezes foi pedido
  GET /_incoming    todos os pedidos, recebidos ou não
  POST /_incoming   cria um pedido: cnpj, cpf, cro, uf_cro, nome, municipio, uf, texto
  POST /_reset      tudo como no início

códigos de saída:
  0  encerrado a pedido
  1  não pôde iniciar; o motivo está na saída de erros
  2  argumentos errados
  4  a porta já está em uso
"""


def add_parser(kinds: Any) -> None:
    protocols = kinds.add_parser(
        "protocols", help="o sistema de protocolos (SAD)", description=DESCRIPTION, epilog=EPILOG
    )
    add_serving_arguments(protocols, USUAL_PORT, USUAL_TOKEN)
    protocols.add_argument(
        "--incoming", type=int, default=30, metavar="N", help="quantos pedidos de prestadores (30)"
    )
    protocols.add_argument(
        "--seed", type=int, default=2026, metavar="N", help="outra semente, outros pedidos e falhas (2026)"
    )
    protocols.add_argument(
        "--today", type=dt.date.fromisoformat, metavar="AAAA-MM-DD", help="os pedidos são dos dias anteriores"
    )
    protocols.add_argument(
        "--state",
        type=Path,
        metavar="ARQUIVO",
        help="guarda aqui o que acontece, e continua daí ao reiniciar",
    )


def run(args: argparse.Namespace) -> int:
    from vinculo.kernel.dates import SAO_PAULO
    from vinculo.sandbox.protocols.faults import KINDS, FaultBoard
    from vinculo.sandbox.protocols.incoming import invented_requests
    from vinculo.sandbox.protocols.journal import Journal, NotAJournal
    from vinculo.sandbox.protocols.server import ProtocolServer
    from vinculo.sandbox.protocols.system import ProtocolSystem
    from vinculo.sandbox.refused import Refused

    if not 0 <= args.incoming <= MOST_INCOMING:
        return fail(f"--incoming vai de 0 a {MOST_INCOMING}.", exit_codes.USAGE)
    if problem := wrong_port(args):
        return fail(problem, exit_codes.USAGE)
    try:
        board = FaultBoard(KINDS.of_words(args.fault), args.seed)
    except Refused as refused:
        return fail(refused.message, exit_codes.USAGE)
    today = args.today or dt.datetime.now(SAO_PAULO).date()
    try:
        system = ProtocolSystem(invented_requests(args.incoming, args.seed, today), Journal(args.state))
    except NotAJournal:
        return fail(
            f"{args.state} não foi gravado por este sistema; escolha outro arquivo.", exit_codes.FAILED
        )

    def made(log: Log) -> ProtocolServer:
        return ProtocolServer(
            system, board, token=args.token, port=args.port, log=log, listen_fd=args.listen_fd
        )

    return serve("SAD", args, made)
